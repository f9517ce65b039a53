/** From a recipe and the values found to the one request that is sent, and to the words that tell what it sends. */
import type { Recipe, RecipeRequest } from "../model.js";
import type { HttpRequest } from "../adapters/http.js";
import { baseOf, type AllowedHost, type Endpoint } from "./host.js";
import { sign, signs } from "./signing/index.js";
import { fill, inHeader, inPath, MissingValue, namesIn, plain, UnfitValue, type Values } from "./template.js";

export interface Settings {
  readonly endpoints: readonly Endpoint[];
  readonly allowed: readonly AllowedHost[];
}

/** A request, or why there is none. */
export type Prepared = { readonly request: HttpRequest } | { readonly why: string };

/** @param now milliseconds since 1970, for signatures that hold a time */
export async function prepare(recipe: Recipe, found: Values, settings: Settings, now: number): Promise<Prepared> {
  try {
    const values = withTaken(recipe.request, found);
    const base = baseOf(recipe, values, settings.endpoints, settings.allowed);
    if ("why" in base) return base;
    const request = await sign(recipe.request.sign, unsigned(recipe.request, base.base, base.path, values), values, now);
    // Signatures put ids and session tokens into headers too.
    Object.values(request.headers).forEach(inHeader);
    return { request };
  } catch (error) {
    if (error instanceof MissingValue || error instanceof UnfitValue) return { why: error.message };
    throw error;
  }
}

/** With pieces of them. @throws MissingValue, UnfitValue where the value has another form */
export function withTaken({ take }: RecipeRequest, values: Values): Values {
  if (take === undefined) return values;
  const all = new Map(values);
  for (const { in: name, match } of take) {
    const value = values.get(name);
    if (value === undefined) throw new MissingValue(name);
    const groups = new RegExp(match, "u").exec(value)?.groups;
    if (groups === undefined) throw new UnfitValue("it has another form than can be asked about");
    for (const [group, text] of Object.entries(groups)) if (typeof text === "string") all.set(group.replaceAll("_", "-"), text);
  }
  return all;
}

function taken({ take }: RecipeRequest): string[] {
  return (take ?? []).flatMap(({ match }) => [...match.matchAll(/\(\?<([a-z][a-z0-9_]*)>/g)].map(([, name]) => name.replaceAll("_", "-")));
}

function unsigned(recipe: RecipeRequest, base: string, path: string, values: Values): HttpRequest {
  const url = new URL(`${base}${fill(path, values, inPath)}`);
  for (const [name, template] of Object.entries(recipe.query)) url.searchParams.set(name, fill(template, values, plain));
  const headers = Object.fromEntries(Object.entries(recipe.headers).map(([name, template]) => [name, fill(template, values, inHeader)]));
  if (recipe.basic !== undefined) headers["Authorization"] = `Basic ${Buffer.from(`${fill(recipe.basic.user, values, plain)}:${fill(recipe.basic.password, values, plain)}`).toString("base64")}`;
  return { method: recipe.method, url, headers: { ...contentType(recipe), ...headers }, body: body(recipe, values) };
}

function contentType({ form, json }: RecipeRequest): Record<string, string> {
  if (form !== undefined) return { "Content-Type": "application/x-www-form-urlencoded" };
  return json === undefined ? {} : { "Content-Type": "application/json" };
}

function body({ form, json, method }: RecipeRequest, values: Values): string | undefined {
  if (form !== undefined) return new URLSearchParams(Object.fromEntries(Object.entries(form).map(([name, template]) => [name, fill(template, values, plain)]))).toString();
  if (json !== undefined) return JSON.stringify(Object.fromEntries(Object.entries(json).map(([name, value]) => [name, filled(value, values)])));
  return method === "POST" ? "" : undefined;
}

function filled(value: string | number | boolean | readonly string[], values: Values): unknown {
  if (typeof value === "string") return fill(value, values, plain);
  return typeof value === "object" ? value.map((one) => fill(one, values, plain)) : value;
}

/** Where each value would stand: `secret in the header Authorization`. */
export function sends({ request }: Recipe): string[] {
  const places: (readonly [string, string])[] = [
    [request.url, "in the path"],
    ...Object.entries(request.query).map(([name, template]) => [template, `in the query as ${name}`] as const),
    ...Object.entries(request.headers).map(([name, template]) => [template, `in the header ${name}`] as const),
    ...Object.values(request.basic ?? {}).map((template) => [template, "in the header Authorization (Basic)"] as const),
    ...Object.entries({ ...request.form, ...request.json }).map(([name, template]) => [String(template), `in the body as ${name}`] as const),
  ];
  const plainly = places.flatMap(([template, where]) => namesIn(template).filter((name) => name !== "host").map((name) => `${name} ${where}`));
  return [...new Set([...plainly, ...signs(request.sign)])];
}

/** Every name that the recipe takes a value from. */
export function needs(recipe: Recipe): string[] {
  const { request } = recipe;
  const templates = [
    request.url, ...Object.values(request.query), ...Object.values(request.headers), ...Object.values(request.basic ?? {}), ...Object.values(request.form ?? {}),
    ...Object.values(request.json ?? {}).map(String), ...Object.values(request.sign ?? {}).map(String),
  ];
  const made = taken(request);
  return [...new Set([...templates.flatMap((template) => namesIn(template)).filter((name) => !made.includes(name)), ...[...(request.host ?? []), ...(request.take ?? [])].map((choice) => choice.in), ...(request.named === undefined ? [] : [request.named])])].filter((name) => name !== "host" || request.named === "host");
}
