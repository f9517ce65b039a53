/** tokscan and the scanners that it is compared with: how each is had, run as it comes but offline, and what it reports. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, relative, resolve, sep } from "node:path";
import { ownVersions } from "../../bench/machine.mjs";
import { here, tokscan, work } from "../places.mjs";

/**
 * @typedef {{ path: string, rule: string, named: boolean, value?: string, sha1?: string }} Hit
 *   `path` below the scanned folder, with `/`; `named`: by a rule that says whose or of what kind it is, not by a catch-all
 * @typedef {{ name: string, version: string, scan: (folder: string) => Hit[] }} Scanner
 */

const folder = join(work, "peers");
const out = join(work, "peers-out.json");
/** @type {Record<string, string>} */
const wanted = JSON.parse(readFileSync(join(here, "peers", "versions.json"), "utf8"));

/** Rules that find by a name or by chance alone, by scanner. */
const CATCH_ALL = {
  tokscan: /^(?:generic|http|url)\./,
  kingfisher: /generic/i,
  gitleaks: /^generic-/,
  "detect-secrets": /^(?:Secret Keyword|Base64 High Entropy String|Hex High Entropy String)$/,
  credsweeper: /^(?:API|Auth|Certificate|Credential|Key|Nonce|Password|Salt|Secret|Token|UUID|DOC_.*|.*_PAIR|.* Password)$/,
  secretlint: /^$/,
  whispers: /^(?:apikey|apikey-maybe|password|secret|comment|file-known|.*-maybe)/,
  ripsecrets: /^$/,
};

/** @param {keyof typeof CATCH_ALL} scanner @param {string} rule */
const isNamed = (scanner, rule) => !CATCH_ALL[scanner].test(rule);

/** @returns {Scanner} */
export function ours() {
  return {
    name: "tokscan", version: String(ownVersions()["tokscan"]),
    scan(target) {
      run(process.execPath, [tokscan, "scan", ".", "--no-config", "--no-ignore", "--show-secrets", "--quiet", "--report", `json:${out}`], target);
      return told().findings.flatMap((/** @type {any} */ f) => f.origins.map((/** @type {any} */ o) => ({ path: o.path, rule: f.rule, named: isNamed("tokscan", f.rule), value: f.secret })));
    },
  };
}

/** Each that could be had; the others are named on standard error. @returns {Scanner[]} */
export function peers() {
  mkdirSync(folder, { recursive: true });
  return [kingfisher, gitleaks, credsweeper, detectSecrets, secretlint, ripsecrets, whispers].flatMap((make) => {
    try {
      return [make()];
    } catch (error) {
      console.error(`${make.name}: not compared, ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
      return [];
    }
  });
}

/** @returns {Scanner} */
function kingfisher() {
  const program = join(wheel("kingfisher", "kingfisher-bin"), "kingfisher", "bin", "kingfisher");
  return {
    name: "kingfisher", version: version("kingfisher"),
    scan(target) {
      run(program, ["scan", ".", "-q", "-f", "json", "-o", out, "--no-validate", "--no-update-check", "--no-dedup", "--no-ignore", "--git-history", "none"], target);
      return told().findings.map((/** @type {any} */ { rule, finding }) => (
        { path: within(target, finding.path), rule: rule.id, named: isNamed("kingfisher", rule.id), value: finding.snippet }));
    },
  };
}

/** @returns {Scanner} */
function gitleaks() {
  const program = join(folder, "bin", "gitleaks");
  if (!existsSync(program)) fetched("go", ["install", `github.com/zricethezav/gitleaks/v8@${version("gitleaks")}`], { GOBIN: join(folder, "bin") });
  return {
    name: "gitleaks", version: version("gitleaks"),
    scan(target) {
      run(program, ["dir", ".", "--no-banner", "--exit-code", "0", "--report-format", "json", "--report-path", out], target);
      return told().map((/** @type {any} */ f) => ({ path: within(target, f.File), rule: f.RuleID, named: isNamed("gitleaks", f.RuleID), value: f.Secret }));
    },
  };
}

/** @returns {Scanner} */
function credsweeper() {
  const path = wheel("credsweeper", "credsweeper", true);
  return {
    name: "credsweeper", version: version("credsweeper"),
    scan(target) {
      run("python3", ["-m", "credsweeper", "--path", ".", "--save-json", out, "--no-stdout"], target, { PYTHONPATH: path });
      return told().flatMap((/** @type {any} */ f) => f.line_data_list.map((/** @type {any} */ line) => (
        { path: within(target, line.path), rule: f.rule, named: isNamed("credsweeper", f.rule), value: line.value })));
    },
  };
}

/** It tells the SHA-1 of what it found, not the value. @returns {Scanner} */
function detectSecrets() {
  const path = wheel("detect-secrets", "detect-secrets", true);
  return {
    name: "detect-secrets", version: version("detect-secrets"),
    scan(target) {
      writeFileSync(out, run("python3", ["-m", "detect_secrets", "scan", "--no-verify", "--all-files", "."], target, { PYTHONPATH: path }));
      return Object.values(told().results).flat().map((/** @type {any} */ f) => (
        { path: within(target, f.filename), rule: f.type, named: isNamed("detect-secrets", f.type), sha1: f.hashed_secret }));
    },
  };
}

/** With its recommended rules. @returns {Scanner} */
function secretlint() {
  const path = join(folder, "secretlint");
  const rule = "@secretlint/secretlint-rule-preset-recommend";
  const config = join(path, ".secretlintrc.json");
  if (!existsSync(config)) {
    mkdirSync(path, { recursive: true });
    fetched("npm", ["install", "--prefix", path, "--ignore-scripts", "--no-audit", "--no-fund", "--silent", `secretlint@${version("secretlint")}`, `${rule}@${version("secretlint")}`]);
    writeFileSync(config, JSON.stringify({ rules: [{ id: rule }] }));
  }
  return {
    name: "secretlint", version: version("secretlint"),
    scan(target) {
      run(process.execPath, [join(path, "node_modules", "secretlint", "bin", "secretlint.js"), "--secretlintrc", config, "--format", "json", "--no-maskSecrets", "--output", out, "**/*"], target);
      return told().flatMap((/** @type {any} */ file) => file.messages.map((/** @type {any} */ m) => (
        { path: within(target, file.filePath), rule: m.ruleId, named: isNamed("secretlint", m.ruleId), value: file.sourceContent.slice(...m.range) })));
    },
  };
}

/** It prints the line, not the value. @returns {Scanner} */
function ripsecrets() {
  const program = join(folder, "ripsecrets", "bin", "ripsecrets");
  if (!existsSync(program)) fetched("cargo", ["install", "--quiet", "--root", join(folder, "ripsecrets"), `ripsecrets@${version("ripsecrets")}`]);
  return {
    name: "ripsecrets", version: version("ripsecrets"),
    scan(target) {
      const lines = run(program, ["."], target).split("\n").filter((line) => line !== "");
      return lines.map((line) => ({ path: within(target, line.slice(0, line.indexOf(":"))), rule: "", named: true, value: line }));
    },
  };
}

/** It reads structured text, so not every file. @returns {Scanner} */
function whispers() {
  const path = wheel("whispers", "whispers", true);
  return {
    name: "whispers", version: version("whispers"),
    scan(target) {
      const printed = run(join(path, "bin", "whispers"), ["."], target, { PYTHONPATH: path });
      const found = /** @type {any[]} */ (JSON.parse(printed.slice(Math.max(0, printed.lastIndexOf("\n[{")))));
      return found.map((f) => ({ path: within(target, f.file), rule: f.rule_id, named: isNamed("whispers", f.rule_id), value: f.value })).filter(({ rule }) => rule !== "file-known");
    },
  };
}

/** @param {string} name */
function version(name) {
  return wanted[name] ?? "of unknown version";
}

/** A Python package with what it needs, in a folder of its own. @param {string} name @param {string} distribution @param {boolean} [deep] with its dependencies @returns {string} */
function wheel(name, distribution, deep = false) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    fetched("python3", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...(deep ? [] : ["--no-deps"]), "--only-binary=:all:", "--target", `${path}.half`, `${distribution}==${version(name)}`]);
    execFileSync("mv", [`${path}.half`, path]);
  }
  return path;
}

/** @param {string} command @param {string[]} args @param {Record<string, string>} env */
function fetched(command, args, env = {}) {
  console.error(`Installing ${args.at(-1)} ...`);
  execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
}

/** What it prints; exit codes say that there are findings. @param {string} program @param {string[]} args @param {string} cwd @param {Record<string, string>} env */
function run(program, args, cwd, env = {}) {
  writeFileSync(out, "");
  const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 30, env: { ...process.env, PATH: path, ...env } });
  } catch (error) {
    return /** @type {{ stdout?: string }} */ (error).stdout ?? "";
  }
}

/** @returns {any} the report that the scanner has just written */
function told() {
  const text = readFileSync(out, "utf8");
  if (text.trim() === "") throw new Error("the scanner wrote no report");
  return JSON.parse(text);
}

/** @param {string} target @param {string} path */
function within(target, path) {
  return relative(target, resolve(target, path)).split(sep).join("/");
}

/** @param {Hit} hit @param {string} value */
export function isExactly(hit, value) {
  return hit.value === value || (hit.sha1 !== undefined && hit.sha1 === createHash("sha1").update(value).digest("hex"));
}
