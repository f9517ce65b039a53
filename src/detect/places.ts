/** What a path says about the file: its kind, whether it is a test, a translation, a list of digests. */
import { TRAIT } from "../model.js";

const LOCK_FILE = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|go\.sum|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|mix\.lock|pubspec\.lock|Podfile\.lock|packages\.lock\.json|flake\.lock|gradle\.lockfile|verification-metadata\.xml|[^/]*\.dist-info\/RECORD|[^/]*\.(?:pbxproj|storyboard|xib|sum|map))$/i;
const TRANSLATION_FILE = /(?:^|\/)(?:locales?|i18n|l10n|lang|langs|languages?|translations?|intl|nls)(?:\/|[._-][\w-]+\.)|(?:^|\/)messages?[._-][\w-]+\.\w+$|\.(?:po|pot|resx|strings|arb|xlf|xliff|lproj)$|\.lproj\//i;
// Folders and endings, not names: `test.env` at the top may be anything.
const TEST_FILE = /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|testdata|test[-_]data|[\w.-]*fixtures?|mocks?|stubs?|examples?|samples?|demos?|snapshots?|cassettes|e2e|docs?|documentation|tutorials?|vendor|node_modules|third[-_]?party|site-packages|molecule)\/|[._-](?:tests?|spec|mock|stub|fixture|stories|snap)\.\w+$|(?:^|\/)test_[^/]+\.py$|(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|scala|groovy|swift)$|\.(?:example|sample|template|tmpl|dist|snap)(?:\.\w+)?$|[._-](?:examples?|samples?|template)\.\w+$/;
const CODE_FILE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|pyi|rb|erb|php|phtml|java|kts?|scala|groovy|gradle|go|cs|vb|fs|rs|swift|m|mm|c|cc|cpp|h|hpp|dart|exs?|pl|pm|lua|r|clj|hs|ml|css|scss|sql|ipynb)$/i;
const DOCUMENT_FILE = /\.(?:md|mdx|rst|adoc|asciidoc|txt|html?|markdown|tex)$|(?:^|\/)(?:README|CHANGELOG|CHANGES|HISTORY|LICENSE)[^/]*$/i;

export type FileClass = "code" | "document" | "config";

/** Whether strings stand in quotes there (code), people read it (document), or a bare word is a value (config: all others). */
export function fileClass(path: string): FileClass {
  return CODE_FILE.test(path) ? "code" : DOCUMENT_FILE.test(path) ? "document" : "config";
}

export function isLockFile(path: string): boolean {
  return LOCK_FILE.test(path);
}

/**
 * Bits of TRAIT. Of rules that have one of them, every match in such a content would end in a filter on the place (surroundings.ts), so
 * none is looked for: files of digests are full of values that look random.
 */
export function hopeless(path: string, binary: boolean): number {
  return (binary ? TRAIT.generic | TRAIT.chosen : 0) | (isLockFile(path) ? TRAIT.generic : 0);
}

export function isTranslationPlace(path: string): boolean {
  return TRANSLATION_FILE.test(path);
}

export function isTestPlace(path: string): boolean {
  return TEST_FILE.test(path);
}
