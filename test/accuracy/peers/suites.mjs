/**
 * Cases to find and cases to pass over, by who made them: our own leaks, and what other scanners' packages hold to test their own rules.
 * Those are read from the packages when this runs; nothing of them is kept here.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { fetchPackage } from "../../bench/registries.mjs";
import { imported } from "../bundled.mjs";
import { here, work } from "../places.mjs";

/**
 * @typedef {{ id: string, path: string, text: string, secret: boolean, value?: string }} Case `value` where its maker says what is to be reported
 * @typedef {{ name: string, maker: string, cases: Case[] }} Suite
 */

const sources = join(work, "suites");
/** @type {Record<string, string>} */
const versions = JSON.parse(readFileSync(join(here, "peers", "versions.json"), "utf8"));

/** Each that can be had; the others are named on standard error. @param {number} step every how many of our own @returns {Promise<Suite[]>} */
export async function suites(step) {
  const own = await leaks(step);
  return [own, ...[sonar, gitleaks, trivy, ripsecrets].flatMap((make) => {
    try {
      return [make()];
    } catch (error) {
      console.error(`${make.name}: no cases, ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
      return [];
    }
  })];
}

/** Keys of many providers in many syntaxes. @param {number} step @returns {Promise<Suite>} */
export async function leaks(step) {
  const { leaks: make } = await imported(join(here, "leaks", "cases.ts"));
  const cases = make(1, step).map((/** @type {any} */ leak) => ({ id: leak.path, path: leak.path, text: leak.text, secret: true, value: leak.value }));
  return { name: "leaks", maker: "tokscan", cases };
}

/** Each rule of the analyser carries examples, with and without a secret (the last version under the LGPL). @returns {Suite} */
function sonar() {
  const folder = source("sonar-text", () => fetchPackage("maven", "org.sonarsource.text:sonar-text-plugin", version("sonar-text"), join(sources, "sonar-text")));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /secrets[\\/]configuration[\\/].*\.yaml$/.test(name)).sort();
  const cases = files.flatMap((file) => (parse(readFileSync(join(folder, file), "utf8"))?.provider?.rules ?? []).flatMap((/** @type {any} */ rule) => (
    (rule.examples ?? []).map((/** @type {any} */ example, /** @type {number} */ n) => ({
      id: `${rule.id}/${n}`, path: `${rule.id}/${n}/${example.fileName ?? "file.txt"}`, text: example.text, secret: example.containsSecret,
      ...(typeof example.match === "string" ? { value: example.match.trim() } : {}),
    })))));
  return { name: "sonar-text", maker: `SonarSource sonar-text ${version("sonar-text")}`, cases };
}

/** Its generator holds true and false positives of each rule: built with a validator that writes them down instead of trying them. @returns {Suite} */
function gitleaks() {
  const folder = source("gitleaks", () => fetchPackage("go", "github.com/zricethezav/gitleaks/v8", version("gitleaks"), join(sources, "gitleaks")));
  const list = join(sources, "gitleaks.json");
  if (!existsSync(list)) {
    cpSync(join(here, "peers", "gitleaks-cases.go.txt"), join(folder, "cmd", "generate", "config", "utils", "validate.go"));
    const out = execFileSync("go", ["run", ".", join(sources, "gitleaks.toml")], { cwd: join(folder, "cmd", "generate", "config"), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
    writeFileSync(list, `[${out.trim().split("\n").join(",")}]`);
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  const cases = JSON.parse(readFileSync(list, "utf8")).map((/** @type {any} */ one) => {
    const n = counts.get(one.rule) ?? 0;
    counts.set(one.rule, n + 1);
    return { id: `${one.rule}/${n}`, path: `${one.rule}/${n}/${one.path || "file.txt"}`, text: one.text, secret: one.secret };
  });
  return { name: "gitleaks", maker: `gitleaks ${version("gitleaks")}`, cases };
}

/** The files that the test of its scanner of secrets reads with built-in rules, by what their names say. @returns {Suite} */
function trivy() {
  const folder = source("trivy", () => {
    const whole = join(sources, "trivy.whole");
    fetchPackage("go", "github.com/aquasecurity/trivy", version("trivy"), whole);
    cpSync(join(whole, "pkg", "fanal", "secret", "testdata"), join(sources, "trivy"), { recursive: true });
    rmSync(whole, { recursive: true, force: true });
  });
  const built = /^(?:ali|asym|aws|azure|docker-sec|github|grafana|hugging|jwt|openai|private-pack|settings|wrapped-secrets\.txt|invalid-aws)/;
  const clean = /^(?:invalid-aws|openai-invalid|settings-encrypted|wrapped-secrets\.txt)/;
  const cases = readdirSync(folder).filter((name) => built.test(name)).sort()
    .map((name) => ({ id: name, path: `${name}/${name}`, text: readFileSync(join(folder, name), "utf8"), secret: !clean.test(name) }));
  return { name: "trivy", maker: `trivy ${version("trivy")}`, cases };
}

/** A secret a line in one folder, one a file in another, and a file of lines without any. @returns {Suite} */
function ripsecrets() {
  const folder = join(source("ripsecrets", () => fetchPackage("crates", "ripsecrets", version("ripsecrets"), join(sources, "ripsecrets"))), "test");
  const files = (/** @type {string} */ kind) => readdirSync(join(folder, kind)).sort().map((name) => ({ name: `${kind}/${name}`, text: readFileSync(join(folder, kind, name), "utf8") }));
  const lines = (/** @type {{ name: string, text: string }} */ { name, text }, /** @type {boolean} */ secret) => text.split("\n").filter((line) => line.trim() !== "")
    .map((line, n) => ({ id: `${name}/${n}`, path: `${name}/${n}/file.txt`, text: `${line}\n`, secret }));
  const whole = files("one_per_file").map(({ name, text }) => ({ id: name, path: `${name}/file.txt`, text, secret: true }));
  return { name: "ripsecrets", maker: `ripsecrets ${version("ripsecrets")}`, cases: [...files("one_per_line").flatMap((file) => lines(file, true)), ...whole, ...lines({ name: "none", text: readFileSync(join(folder, "none"), "utf8") }, false)] };
}

/** @param {string} name */
function version(name) {
  return versions[name] ?? "of unknown version";
}

/** @param {string} name @param {() => void} fetch @returns {string} its folder */
function source(name, fetch) {
  const folder = join(sources, name);
  if (!existsSync(folder)) {
    console.error(`Fetching the cases of ${name} ...`);
    mkdirSync(sources, { recursive: true });
    fetch();
  }
  return folder;
}

/** The cases as files, each in a folder of its own. @param {Suite} suite @returns {string} the folder */
export function written({ name, cases }) {
  const folder = join(work, "cases", name);
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of cases) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
