/** The comparison as a page. */
import { percent } from "./score.mjs";

/**
 * @typedef {{ suite: string, maker: string, scanner: string } & import("./score.mjs").Score} Row
 * @typedef {{ date: string, versions: Record<string, string>, rows: Row[] }} Comparison
 */

/** @param {Comparison} result */
export function comparison({ date, versions, rows }) {
  const suites = [...new Set(rows.map(({ suite }) => suite))];
  const scanners = Object.keys(versions);
  const cell = (/** @type {string} */ suite, /** @type {string} */ scanner) => rows.find((row) => row.suite === suite && row.scanner === scanner);
  const lines = [`# Side by side, ${date.slice(0, 10)}`, "", Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "), ""];
  for (const suite of suites) {
    const of = rows.filter((row) => row.suite === suite);
    lines.push(`## Cases of ${of[0]?.maker ?? suite}`, "", "| scanner | secrets | found | by a named rule | exactly the value | clean cases | alarms |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      ...of.map((r) => `| ${r.scanner} | ${r.secrets} | ${percent(r.found, r.secrets)} | ${percent(r.named, r.secrets)} | ${percent(r.exact, r.valued)} | ${r.clean} | ${percent(r.alarms, r.clean)} |`), "");
  }
  lines.push("## Of the test cases of others", "", "The mean over the suites that neither the scanner nor its makers made, each suite counting alike.", "",
    "| scanner | suites | found | by a named rule | alarms |", "| --- | ---: | ---: | ---: | ---: |");
  for (const scanner of scanners) {
    const others = suites.filter((suite) => suite !== scanner && suite !== "leaks").flatMap((suite) => cell(suite, scanner) ?? []);
    lines.push(`| ${scanner} | ${others.length} | ${mean(others.map((r) => r.found / r.secrets))} | ${mean(others.map((r) => r.named / r.secrets))} | ${mean(others.map((r) => r.alarms / r.clean))} |`);
  }
  return `${lines.join("\n")}\n`;
}

/** @param {number[]} shares */
function mean(shares) {
  const known = shares.filter((share) => Number.isFinite(share));
  return percent(known.reduce((sum, share) => sum + share, 0), known.length);
}
