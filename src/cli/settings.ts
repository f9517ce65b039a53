/**
 * From texts and YAML data to typed settings, and from several layers of them to one. What is wrong is said with the
 * option and what was expected, never with the text: it may be a secret in the wrong place.
 */
import { TokscanError } from "../errors.js";
import { environmentName, option, OPTION_NAMES, type AnyOption, type ListOption, type OptionName, type Settings } from "./flags.js";
import { truth, type Parser } from "./parsers.js";

/** What one place says: the flags, the environment, a file. */
export type Layer = { readonly [K in OptionName]?: Settings[K] };

export type Entry = readonly [OptionName, unknown];

/** Makes the error for a value that was not `expected`. */
export type Refuse = (expected: string) => TokscanError;

/** Raw texts of flags in the order typed; a switch has none. */
export type TypedFlags = ReadonlyMap<OptionName, readonly string[]>;

/** @throws TokscanError option-invalid */
export function flagLayer(typed: TypedFlags): Layer {
  return layer([...typed].map(([name, texts]): Entry => {
    const row = option(name);
    return [name, row.kind === "switch" ? true : fromTexts(row, texts, (expected) => invalid(`--${name}`, expected))];
  }));
}

/** `TOKSCAN_<NAME>`; an empty one is as good as none. @throws TokscanError option-invalid, option-trust */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  return layer(OPTION_NAMES.flatMap((name): Entry[] => {
    const place = environmentName(name);
    const text = env[place];
    if (text === undefined || text === "") return [];
    const row = option(name);
    if (row.trust === "flag") throw new TokscanError("option-trust", { place, option: name, where: "as a flag" });
    return [[name, fromTexts(row, [text], (expected) => invalid(place, expected))]];
  }));
}

/** A value of a configuration file. @throws what `refuse` makes */
export function fromData(row: AnyOption, data: unknown, refuse: Refuse): unknown {
  switch (row.kind) {
    case "switch":
      if (typeof data !== "boolean") throw refuse("true or false");
      return data;
    case "value":
      return parsed(row.parser, scalar(data) ?? "", refuse);
    case "list": {
      const texts = (Array.isArray(data) ? data : [data]).map((item: unknown) => scalar(item));
      if (texts.some((text) => text === undefined)) throw refuse(`a list of texts, each ${row.each.expected}`);
      return fromTexts(row, texts as string[], refuse);
    }
    default:
      return row satisfies never;
  }
}

/** The names were read from the table and each value by its own row, which TypeScript cannot follow through a list. */
export function layer(entries: readonly Entry[]): Layer {
  return Object.freeze(Object.fromEntries(entries));
}

function fromTexts(row: AnyOption, texts: readonly string[], refuse: Refuse): unknown {
  switch (row.kind) {
    case "switch":
      return parsed(truth, texts[0] ?? "", refuse);
    case "value":
      return parsed(row.parser, texts[texts.length - 1] ?? "", refuse);
    case "list":
      return texts.flatMap((text) => split(text, row)).map((text) => parsed(row.each, text, refuse));
    default:
      return row satisfies never;
  }
}

function split(text: string, { separator }: ListOption<unknown>): string[] {
  return text.split(separator).map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function parsed<T>(parser: Parser<T>, text: string, refuse: Refuse): T {
  const value = parser.parse(text);
  if (value === undefined) throw refuse(parser.expected);
  return value;
}

/** YAML has numbers where we have digits. */
function scalar(data: unknown): string | undefined {
  return typeof data === "string" ? data : typeof data === "number" ? String(data) : undefined;
}

function invalid(place: string, expected: string): TokscanError {
  return new TokscanError("option-invalid", { option: place, what: "this value is not understood", expected: `Expected ${expected}.` });
}

/** First layer first: its values win, and lists add up in this order. */
export function merge(layers: readonly Layer[]): Settings {
  const names = OPTION_NAMES.map((name) => [name, mergeOne(name, layers)] as const);
  return Object.freeze(Object.fromEntries(names)) as unknown as Settings;
}

function mergeOne(name: OptionName, layers: readonly Layer[]): unknown {
  const row = option(name);
  if (row.kind === "list") return [...new Set(layers.flatMap((one) => (one[name] as readonly unknown[] | undefined) ?? []))];
  const first = layers.find((one) => one[name] !== undefined);
  if (first !== undefined) return first[name];
  return row.kind === "switch" ? false : row.fallback;
}
