/** A result as a page. */
import { percent } from "./peers/score.mjs";

/**
 * @typedef {{ asked: number, found: number, exact: number }} Tally
 * @typedef {{ all: Tally, byLanguage: [string, Tally][], byClass: [string, Tally][], byName: [string, Tally][], byForm: [string, Tally][] }} Recall
 * @typedef {import("./peers/score.mjs").Score & { missed: string[] }} Leaks
 * @typedef {{ packages: number, missing: string[], files: number, bytes: number } & import("./noise.mjs").Counts} Noise
 * @typedef {{ date: string, versions: Record<string, string>, recall: Recall | undefined, leaks: Leaks | undefined, noise: Noise | undefined }} Result
 */

/** @param {Result} result */
export function markdown({ date, versions, recall, leaks, noise }) {
  const lines = [`# Accuracy of ${date.slice(0, 10)}`, "", Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "), ""];
  if (recall) lines.push(...recallPage(recall));
  if (leaks) lines.push(...leaksPage(leaks));
  if (noise) lines.push(...noisePage(noise));
  return `${lines.join("\n")}\n`;
}

/** @param {Recall} recall */
function recallPage({ all, byLanguage, byClass, byForm }) {
  return [
    "## Generated credentials", "",
    `${all.asked} values that the model was not trained on: ${percent(all.found, all.asked)} found with medium confidence or more, ${percent(all.exact, all.found)} of those exactly.`, "",
    ...table("language", byLanguage), ...table("class of value", byClass),
    "Forms of which less than half are found:", "",
    ...byForm.filter(([, t]) => t.found * 2 < t.asked).map(([form, t]) => `- \`${form.replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("`", "'")}\`: ${t.found} of ${t.asked}`), "",
  ];
}

/** @param {string} what @param {[string, Tally][]} rows */
function table(what, rows) {
  const sorted = [...rows].sort((a, b) => a[1].found / a[1].asked - b[1].found / b[1].asked);
  return [`| ${what} | asked | found | exact |`, "| --- | ---: | ---: | ---: |", ...sorted.map(([name, t]) => `| ${name} | ${t.asked} | ${percent(t.found, t.asked)} | ${percent(t.exact, t.found)} |`), ""];
}

/** @param {Leaks} leaks */
function leaksPage({ secrets, found, named, exact, missed }) {
  return [
    "## Leaks by provider and syntax", "",
    `${secrets} keys: ${percent(found, secrets)} found, ${percent(named, secrets)} as their provider's, ${percent(exact, found)} of those found exactly.`, "",
    ...(missed.length > 0 ? [`Missed: ${missed.map((path) => `\`${path}\``).join(", ")}`, ""] : []),
  ];
}

/** @param {Noise} noise */
function noisePage(noise) {
  return [
    "## Published packages", "",
    `${noise.packages} packages, ${noise.files} files, ${Math.round(noise.bytes / 1e6)} MB. ${noise.findings} values reported with high or medium confidence.`, "",
    `- ${noise.credential} are keys or passwords that open something, or private keys of tests`,
    `- ${noise.madeUp} are credentials made up for tests, examples and documents`,
    `- ${noise.wrong} are none at all: ${noise.wrongPer100MB} for each 100 MB`,
    `- ${noise.unmarked} were not read yet`, "",
    noise.missing.length > 0 ? `Not to be had: ${noise.missing.join(", ")}.\n` : "",
    "Wrong ones by rule:", "", ...Object.entries(noise.wrongRules).map(([rule, count]) => `- ${rule}: ${count}`), "",
    "All by rule:", "", ...Object.entries(noise.perRule).map(([rule, count]) => `- ${rule}: ${count}`), "",
  ];
}

