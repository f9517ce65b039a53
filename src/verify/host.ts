/**
 * Which host is asked. A recipe's own is a literal, or the first of its choices that fits a captured value, of which at most
 * one label is captured. `--endpoint` replaces it as a whole; a host that only the scanned content names is asked where
 * `--allow-host` has exactly it.
 */
import type { HostChoice, Recipe } from "../model.js";
import type { Values } from "./template.js";

export interface Endpoint {
  readonly provider: string;
  /** With a path where the user gave one; without a slash at the end. */
  readonly base: string;
}

export interface AllowedHost {
  readonly host: string;
  /** Undefined where the user gave none. */
  readonly port: string | undefined;
}

/** Why a host that content names is not asked. */
export const HOST_OF_CONTENT = "host named only in the scanned content";

/** A base address, or why there is none. */
export type Base = { readonly base: string; readonly path: string } | { readonly why: string };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Scheme, host and port in front, the template of the path behind. */
export function baseOf({ provider, request }: Recipe, values: Values, endpoints: readonly Endpoint[], allowed: readonly AllowedHost[]): Base {
  const path = request.url.replace(/^https:\/\/[^/]+/, "");
  const endpoint = endpoints.find((one) => one.provider === provider);
  if (endpoint !== undefined) return { base: endpoint.base, path };
  const literal = /^https:\/\/[^/]+/.exec(request.url)?.[0];
  if (literal !== undefined && request.host === undefined) return { base: literal, path };
  if (request.host !== undefined) {
    const host = chosen(request.host, values);
    return host === undefined ? { why: "none of the provider's hosts fits it" } : { base: `https://${host}`, path };
  }
  return named(request.named, provider, path, values, allowed);
}

function named(part: string | undefined, provider: string, path: string, values: Values, allowed: readonly AllowedHost[]): Base {
  const needed = `its host depends on the installation: --endpoint ${provider}=https://...`;
  const text = part === undefined ? undefined : values.get(part)?.toLowerCase();
  if (text === undefined) return { why: needed };
  const [, host = "", port] = /^([a-z0-9.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (!NAME.test(host)) return { why: needed };
  if (!allowed.some((one) => one.host === host && (one.port ?? "443") === (port ?? "443"))) return { why: HOST_OF_CONTENT };
  return { base: `https://${host}${port === undefined ? "" : `:${port}`}`, path };
}

function chosen(choices: readonly HostChoice[], values: Values): string | undefined {
  for (const choice of choices) {
    const value = values.get(choice.in);
    if (choice.match === undefined) return choice.is;
    const found = value === undefined ? null : new RegExp(choice.match, "u").exec(value);
    if (found === null) continue;
    if (!choice.is.includes("{1}")) return choice.is;
    const label = found[1]?.toLowerCase() ?? "";
    if (LABEL.test(label)) return choice.is.replace("{1}", label);
  }
  return undefined;
}

/** Whether nothing at hand says which host to ask. */
export function isWithoutHost({ provider, request }: Recipe, parts: Readonly<Record<string, string>>, endpoints: readonly Endpoint[]): boolean {
  return request.url.startsWith("/") && !endpoints.some((one) => one.provider === provider) && (request.named === undefined || parts[request.named] === undefined);
}

/** All hosts that a recipe can ask by itself; `*` stands for one label. */
export function hostsOf({ request }: Recipe): string[] {
  if (request.host !== undefined) return request.host.map(({ is }) => is.replace("{1}", "*"));
  const literal = /^https:\/\/([^/]+)/.exec(request.url)?.[1];
  return literal === undefined ? [] : [literal];
}
