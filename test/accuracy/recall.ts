/** What of generated credentials is found, by form and by class of value: values of the half that the model was not trained on. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { seeded } from "../../src/pack/generate.js";
import { drawValue, pick } from "../../scripts/generic/values.js";
import { fill, FORMS, NAMES } from "./forms.js";

const [folder = "", tokscan = "", out = "", each = "12", seedText = "7"] = process.argv.slice(2);
// Some lines of ordinary configuration around each value: a file of one line is like none.
const AROUND = "retries 3\ncolor auto\n";

interface Tally { asked: number; found: number; exact: number }

interface Asked { readonly path: string; readonly value: string; readonly language: string; readonly form: string; readonly of: string; readonly name: string }

const asked = write();
const found = scan();
const byForm = new Map<string, Tally>();
const byClass = new Map<string, Tally>();
const byName = new Map<string, Tally>();
const byLanguage = new Map<string, Tally>();
const all: Tally = { asked: 0, found: 0, exact: 0 };
for (const one of asked) {
  const here = found.get(one.path) ?? [];
  const exact = here.includes(one.value);
  const near = exact || here.some((value) => value.includes(one.value) || one.value.includes(value));
  for (const tally of [all, of(byForm, `${one.language}: ${one.form}`), of(byClass, one.of), of(byLanguage, one.language), of(byName, one.name)]) {
    tally.asked++;
    if (near) tally.found++;
    if (exact) tally.exact++;
  }
}
writeFileSync(out, JSON.stringify({ all, byLanguage: [...byLanguage], byClass: [...byClass], byName: [...byName], byForm: [...byForm] }, undefined, 1));

function of(map: Map<string, Tally>, key: string): Tally {
  const known = map.get(key) ?? { asked: 0, found: 0, exact: 0 };
  map.set(key, known);
  return known;
}

function write(): Asked[] {
  rmSync(folder, { recursive: true, force: true });
  const random = seeded(Number(seedText));
  return FORMS.flatMap((form, f) => Array.from({ length: Number(each) }, (_, n) => {
    const names = NAMES.filter(({ kind }) => form.only === undefined || kind === form.only);
    const { words, kind } = pick(random, names);
    const { value, of: valueClass } = drawValue(random, "held-back", kind === "password" ? "any" : "drawn");
    const path = `${f}-${n}/${form.file}`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), /^[<{"]/.test(form.text) ? `${fill(form, words, value)}\n` : `${AROUND}${fill(form, words, value)}\n${AROUND}`);
    return { path, value, language: form.language, form: form.text, of: valueClass, name: words.join(" ") };
  }));
}

/** Path -> the values found there, of medium confidence and more. */
function scan(): Map<string, string[]> {
  const report = `${out}.scan.json`;
  try {
    execFileSync(process.execPath, [tokscan, "scan", ".", "--no-config", "--no-ignore", "--show-secrets", "--quiet", "--report", `json:${report}`], { cwd: folder, stdio: "ignore" });
  } catch {
    // Exit code 1: there are findings.
  }
  const { findings } = JSON.parse(readFileSync(report, "utf8")) as { findings: { secret: string; origins: { path: string }[]; parts?: Record<string, unknown> }[] };
  rmSync(report);
  const byPath = new Map<string, string[]>();
  for (const { secret, origins } of findings) for (const { path } of origins) byPath.set(path, [...(byPath.get(path) ?? []), secret]);
  return byPath;
}
