/** Where the general rules match in source trees: what the model will be asked about, before any filter. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { CompiledPack, CompiledRule } from "../../src/model.js";
import { Detector } from "../../src/detect/detector.js";
import { CONTEXT } from "../../src/detect/search.js";
import { createKernel } from "../../src/detect/kernel/index.js";
import { fileClass } from "../../src/detect/places.js";
import type { JudgeInput } from "../../src/detect/subject.js";
import { loadRegexEngine } from "../../src/adapters/regex.js";
import { compilePack, loadRules } from "../../src/pack/index.js";

const LARGEST = 2_000_000;
// Contents of packages that are data by the megabyte would outweigh all others.
const SKIPPED = /\.(?:map|wasm|png|jpe?g|gif|woff2?|ttf|zip|gz|jar|exe|so|dll|mo|pyc)$/;

export interface Scan {
  readonly scan: (bytes: Buffer, path: string) => JudgeInput[];
  readonly rules: readonly CompiledRule[];
}

/** A scanner of the rules in `rules/generic.yaml`, without judgement. */
export async function genericScan(root: string): Promise<Scan> {
  const rules = loadRules(readFileSync(join(root, "rules/generic.yaml"), "utf8"), "rules/generic.yaml", "builtin").map((loaded) => loaded.rule);
  const pack: CompiledPack = compilePack(rules);
  const kernel = createKernel(pack.image, Detector.overlap(pack) + LARGEST + 1, "wasm");
  const detector = new Detector(pack, await loadRegexEngine(), kernel, new Uint8Array(rules.length).fill(1));
  const scan: Scan["scan"] = (bytes, path) => {
    const found: JudgeInput[] = [];
    kernel.content.set(bytes);
    const text = (from: number, to: number): string => bytes.toString("utf8", Math.max(0, from), Math.min(bytes.length, to));
    detector.begin(path);
    detector.scan(bytes.length, 0, true, (match) => {
      const before = text(match.start - CONTEXT / 2, match.start);
      const after = text(match.end, match.end + CONTEXT / 2);
      const matched = text(match.start, match.end);
      const rule = pack.rules.at(match.rule);
      const lineText = before.slice(before.lastIndexOf("\n") + 1) + matched + (after.split("\n", 1)[0] ?? "");
      found.push({ rule, value: text(match.valueStart, match.valueEnd), match: matched, before, after, path, lineText, binary: false });
    });
    return found;
  };
  return { scan, rules: pack.rules.all() };
}

const ASSIGNED = /([A-Za-z_$][\w$.-]{1,40})(["'\]]{0,2}[ \t]{0,4}(?:=>|[:=]{1,3})[ \t]{0,4}["'`])([^\s"'`<>\\]{4,80})(["'`])/g;
const LINE = /^([ \t]*[A-Za-z_][\w.-]{1,40})([ \t]{0,2}[:=][ \t]{0,2})([^\s"'`<>{}()[\]\\]{4,80})()$/gm;
const NAMES = ["password", "db_password", "smtpPassword", "PASSWORD", "user.passwd", "DB_PASS", "admin_pwd", "secret", "client_secret", "SECRET_KEY", "apiKey", "api_key", "ACCESS_KEY", "auth_token", "accessToken", "TOKEN", "private_key", "encryptionKey"];

/** Assignments of any kind as if their names spoke of secrets: what values look like that are none. At most `most` of a file. */
export function assignments(text: string, path: string, rules: { readonly password: JudgeInput["rule"]; readonly secret: JudgeInput["rule"] }, most: number, random: () => number): JudgeInput[] {
  const found: JudgeInput[] = [];
  const matches = [...text.matchAll(fileClass(path) === "config" ? LINE : ASSIGNED)];
  for (let n = 0; n < most && matches.length > 0; n++) {
    const [match] = matches.splice(Math.floor(random() * matches.length), 1) as [RegExpExecArray];
    const [whole, , link = "", value = "", end = ""] = match;
    const name = NAMES[Math.floor(random() * NAMES.length)];
    const matched = name + link + value + end;
    const before = text.slice(Math.max(0, match.index - CONTEXT / 2), match.index);
    const after = text.slice(match.index + whole.length, match.index + whole.length + CONTEXT / 2);
    const lineText = before.slice(before.lastIndexOf("\n") + 1) + matched + (after.split("\n", 1)[0] ?? "");
    found.push({ rule: /pass|pwd/i.test(name) ? rules.password : rules.secret, value, match: matched, before, after, path, lineText, binary: false });
  }
  return found;
}

export function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && !SKIPPED.test(entry.name) && statSync(path).size <= LARGEST) yield path;
  }
}

/** Path inside its package: what the filters may look at. */
export function insidePackage(tree: string, file: string): string {
  return relative(tree, file).replaceAll("\\", "/").split("/").slice(2).join("/");
}

/** The same site with another value. */
export function withValue(input: JudgeInput, value: string): JudgeInput {
  const at = input.match.lastIndexOf(input.value);
  const match = input.match.slice(0, at) + value + input.match.slice(at + input.value.length);
  return { ...input, value, match, lineText: input.lineText.replace(input.match, () => match) };
}
