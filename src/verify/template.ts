/**
 * Texts with captured values in them. A value only ever fills a place that the recipe names, encoded for that place; it can
 * end no path segment, header or field, and never reaches the host.
 */
export type Values = ReadonlyMap<string, string>;

const PLACE = /\{([a-z][a-z0-9-]*)(\?)?\}/g;

/** A part that the template needs and that was not found. */
export class MissingValue extends Error {
  constructor(readonly part: string) {
    super(`the ${part} was not found beside it`);
  }
}

/** A value that cannot stand where the template has it. */
export class UnfitValue extends Error {}

/** @throws MissingValue, and what `encode` throws */
export function fill(template: string, values: Values, encode: (value: string) => string): string {
  return template.replace(PLACE, (_whole, name: string, optional: string | undefined) => {
    const value = values.get(name);
    if (value === undefined && optional === undefined) throw new MissingValue(name);
    return encode(value ?? "");
  });
}

/** Names in the templates, without those that may be missing where `needed`. */
export function namesIn(template: string, needed = false): string[] {
  return [...template.matchAll(PLACE)].flatMap(([, name, optional]) => (needed && optional !== undefined ? [] : [name]));
}

/** One segment of a path (RFC 3986, pchar): no slash, and no segment of dots, which `URL` would resolve. */
export function inPath(value: string): string {
  if (/^\.*$/.test(value) || /[\p{Cs}]/u.test(value)) throw new UnfitValue("the value cannot stand in an address");
  return encodeURIComponent(value).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, (escaped) => decodeURIComponent(escaped));
}

/** Visible ASCII and blanks: everything a token is, and nothing that could end the header. */
export function inHeader(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new UnfitValue("the value cannot stand in a header");
  return value;
}

export function plain(value: string): string {
  return value;
}
