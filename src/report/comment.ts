/** The comment that accepts a finding, in the language of its file, ready to paste. */
import type { Finding } from "../model.js";

type Wrap = (text: string) => string;

const HASH: Wrap = (text) => `# ${text}`;
const SLASHES: Wrap = (text) => `// ${text}`;
const DASHES: Wrap = (text) => `-- ${text}`;
const STAR: Wrap = (text) => `/* ${text} */`;
/** Two hyphens end an XML comment. */
const MARKUP: Wrap = (text) => `<!-- ${text.replace(" -- ", " : ")} -->`;
const SEMICOLON: Wrap = (text) => `; ${text}`;
const PERCENT: Wrap = (text) => `% ${text}`;

const BY_ENDING: readonly (readonly [RegExp, Wrap | undefined])[] = [
  [/\.(?:json|ipynb|csv|tsv|txt|lock|pem|key|crt|cer|asc|p8|ppk|har|snap)$|(?:^|\/)id_[a-z0-9]+$/i, undefined],
  [/\.(?:[cm]?[jt]sx?|json5|jsonc|java|kts?|swift|go|rs|c|cc|cpp|h|hpp|mm?|cs|scala|dart|php|groovy|gradle|scss|less|proto|sol)$/i, SLASHES],
  [/\.(?:html?|xml|vue|svelte|md|mdx|markdown|svg|xaml|plist|\w*proj|config)$/i, MARKUP],
  [/\.(?:sql|lua|hs|elm|ada|adb)$/i, DASHES],
  [/\.css$/i, STAR],
  [/\.(?:ini|reg|asm|lisp|clj|el|inf)$/i, SEMICOLON],
  [/\.(?:tex|erl)$/i, PERCENT],
];

/** Without the marks of any language. */
export function allowText({ rule, fingerprint }: Finding): string {
  return `tokscan:allow ${rule.id}#${fingerprint.slice(0, 8)} -- WHY`;
}

/** For the first place of the finding; undefined where its file has no comments. */
export function allowComment(finding: Finding): string | undefined {
  const { path } = finding.origins[0];
  const found = BY_ENDING.find(([ending]) => ending.test(path));
  const wrap = found === undefined ? HASH : found[1];
  return wrap?.(allowText(finding));
}
