/** What a provider says of a value, and what would be asked of it, in words. Foreign text is escaped by who prints it. */
import type { EgressRow, Finding } from "../model.js";
import { count } from "./amount.js";

/** A line each; none where nothing was asked for. */
export function verdictWords({ verdict }: Finding): string[] {
  if (verdict === undefined || verdict.state === "unchecked") return [];
  const { state, why, identity, scopes, expires, host } = verdict;
  return [
    `${state}: ${why ?? ""}${host === undefined ? "" : `, asked ${host}`}`,
    ...(identity === undefined ? [] : [`of ${identity}`]),
    ...(scopes === undefined ? [] : [`scopes ${scopes}`]),
    ...(expires === undefined ? [] : [`expires ${expires}`]),
  ];
}

/** For messages: what the provider says, without identities. */
export function verdictSentence({ verdict }: Finding): string[] {
  if (verdict === undefined || verdict.state === "unchecked") return [];
  const why = verdict.why === undefined ? "" : ` (${verdict.why})`;
  return [{ live: `It is live${why}.`, dead: `It is dead${why}.`, unknown: `Whether it is live is unknown${why}.` }[verdict.state]];
}

/** The plan of what would be sent: a block for each host. */
export function egressLines(rows: readonly EgressRow[]): string[] {
  if (rows.length === 0) return ["Nothing would be asked: for none of these values tokscan knows whom, or what it needs was not found beside it."];
  const values = rows.reduce((sum, row) => sum + row.values, 0);
  return [
    `Would ask about ${count(values, "value")}; nothing was sent:`,
    ...rows.flatMap(({ provider, method, host, path, sends, values, effect }) => [
      `  ${method} ${host}${path}  (${provider}, ${count(values, "value")})`,
      ...sends.map((what) => `    sends ${what}`),
      ...(effect === undefined ? [] : [`    ${effect}`]),
    ]),
  ];
}
