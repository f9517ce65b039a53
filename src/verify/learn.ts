/**
 * What a request before a revocation tells: ids and tokens that the next one needs. Of a list exactly one entry must be the
 * credential's; where none is, or several are, nothing more is sent.
 */
import type { PriorRequest } from "../model.js";
import type { HttpReply } from "../adapters/http.js";
import { at, isPage, parseBody } from "./judge.js";
import { fill, plain, type Values } from "./template.js";

/** Values by name, or why there are none. */
export function learned({ list, where, learns }: PriorRequest, reply: HttpReply, values: Values): Values | string {
  const { status } = reply;
  if (isPage(reply)) return `a web page came in place of an answer to the request before it (${status})`;
  if (status < 200 || status > 299) return `the request before it was refused (${status})`;
  const body = parseBody(reply.body);
  const entry = list === undefined ? entryOf([body], where, values) : entryOf(list === "" ? body : at(body, list), where, values);
  if (typeof entry === "string") return entry;
  const found = Object.entries(learns).map(([name, path]) => [name, textOf(at(entry.is, path))] as const);
  const missing = found.find(([, value]) => value === undefined);
  return missing === undefined ? new Map(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) : `the answer to the request before it has no ${missing[0]}`;
}

function entryOf(list: unknown, where: Readonly<Record<string, string>>, values: Values): { readonly is: unknown } | string {
  if (!Array.isArray(list)) return "the answer to the request before it is no list";
  const wanted = Object.entries(where).map(([path, template]) => [path, fill(template, values, plain)] as const);
  const fitting = (list as readonly unknown[]).filter((entry) => wanted.every(([path, value]) => textOf(at(entry, path)) === value));
  if (fitting.length === 1) return { is: fitting[0] };
  return fitting.length === 0 ? "its provider does not list it" : "its provider lists several that it may be";
}

function textOf(value: unknown): string | undefined {
  return (typeof value === "string" && value !== "") || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
