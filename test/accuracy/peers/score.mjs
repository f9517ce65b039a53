/** What a scanner's hits are worth against the cases of a suite. */
import { isExactly } from "./scanners.mjs";

/**
 * @typedef {import("./scanners.mjs").Hit} Hit
 * @typedef {import("./suites.mjs").Case} Case
 * @typedef {{ secrets: number, found: number, named: number, valued: number, exact: number, clean: number, alarms: number }} Score
 *   of `secrets` cases `found`, `named` by other than a catch-all; of those found whose value is known (`valued`) reported `exact`ly;
 *   of `clean` cases `alarms`
 */

/** @param {readonly Case[]} cases @param {readonly Hit[]} hits @returns {{ score: Score, missed: Case[], alarmed: Case[] }} */
export function scored(cases, hits) {
  /** @type {Map<string, Hit[]>} */
  const byPath = new Map();
  for (const hit of hits) byPath.set(hit.path, [...(byPath.get(hit.path) ?? []), hit]);
  const at = (/** @type {Case} */ { path }) => byPath.get(path) ?? [];
  const secrets = cases.filter(({ secret }) => secret);
  const clean = cases.filter(({ secret }) => !secret);
  const found = secrets.filter((one) => at(one).length > 0);
  const valued = found.filter(({ value }) => value !== undefined);
  const alarmed = clean.filter((one) => at(one).length > 0);
  return {
    missed: secrets.filter((one) => at(one).length === 0), alarmed,
    score: {
      secrets: secrets.length, found: found.length, named: found.filter((one) => at(one).some(({ named }) => named)).length,
      valued: valued.length, exact: valued.filter((one) => at(one).some((hit) => isExactly(hit, one.value ?? ""))).length,
      clean: clean.length, alarms: alarmed.length,
    },
  };
}

/** @param {number} part @param {number} whole */
export function percent(part, whole) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
