/**
 * What an answer means: the first reply of the recipe that it fits, and `unknown` where it fits none. A web page is no answer
 * of an API, whatever its status: firewalls, captive portals and log-in pages answer with those.
 */
import type { Recipe, RecipeReply, Verdict } from "../model.js";
import type { HttpReply } from "../adapters/http.js";

/** Characters of an identity, of scopes, of a date. */
const MOST = 200;

export type Judged = Pick<Verdict, "state" | "why" | "identity" | "scopes" | "expires">;

export function judgeReply(recipe: Recipe, reply: HttpReply): Judged {
  if (isPage(reply)) return { state: "unknown", why: `a web page came in place of an answer (${reply.status})` };
  const body = parseBody(reply.body);
  const row = recipe.replies.find((one) => fits(one, reply, body));
  if (row === undefined) return { state: "unknown", why: unexpected(reply, body) };
  const why = row.why ?? (row.is === "live" ? `accepted (${reply.status})` : `refused (${reply.status})`);
  return row.is === "live" ? { state: "live", why, ...shown(recipe, reply, body) } : { state: row.is, why };
}

/** Undefined where the body is no JSON. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function isPage({ headers, body }: HttpReply): boolean {
  return (/\bhtml\b/i.test(headers["content-type"] ?? "") && body.trim() !== "") || /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(body);
}

function fits(row: RecipeReply, { status, headers, body }: HttpReply, json: unknown): boolean {
  return row.status.includes(status)
    && Object.entries(row.header ?? {}).every(([name, text]) => headers[name.toLowerCase()]?.toLowerCase().includes(text.toLowerCase()) === true)
    && Object.entries(row.json ?? {}).every(([path, value]) => at(json, path) === value)
    && row.has.every((path) => isThere(at(json, path)))
    && row.word.every((word) => body.includes(word))
    && (row.shape === undefined || row.shape === shapeOf(json, body));
}

function shapeOf(json: unknown, body: string): RecipeReply["shape"] | "other" {
  if (body.trim() === "") return "empty";
  return Array.isArray(json) ? "array" : typeof json === "object" && json !== null ? "object" : "other";
}

/** What stands at `a.b.0`. */
export function at(json: unknown, path: string): unknown {
  let here: unknown = json;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Of statuses that say nothing of the credential, in words. */
function unexpected({ status, body }: HttpReply, json: unknown): string {
  if (status === 429) return "the provider answers no more questions for now (429)";
  if (status === 407) return "the proxy asks for a log-in (407)";
  if (status >= 500) return `the provider has a fault (${status})`;
  if (status >= 300 && status < 400) return `a redirect, which is not followed (${status})`;
  if (json === undefined && body.trim() !== "") return `the answer is no JSON (${status})`;
  return `an answer that its recipe does not know (${status})`;
}

function shown({ show }: Recipe, reply: HttpReply, json: unknown): Pick<Judged, "identity" | "scopes" | "expires"> {
  if (show === undefined) return {};
  const texts = show.identity.map((place) => textAt(place, reply, json)).filter((text) => text !== undefined);
  const [identity, scopes, expires] = [texts.length > 0 ? texts.join(", ") : undefined, ...[show.scopes, show.expires].map((place) => (place === undefined ? undefined : textAt(place, reply, json)))];
  return { ...(identity === undefined ? {} : { identity: cut(identity) }), ...(scopes === undefined ? {} : { scopes }), ...(expires === undefined ? {} : { expires }) };
}

function textAt(place: string, { headers }: HttpReply, json: unknown): string | undefined {
  const value = place.startsWith("header:") ? headers[place.slice("header:".length).toLowerCase()] : at(json, place);
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") && value.length > 0 ? cut(value.join(" ")) : undefined;
  return (typeof value === "string" && value !== "") || typeof value === "number" ? cut(String(value)) : undefined;
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
