/** A made-up value of the same shape, for negative controls: the same classes of characters, other ones. */
const CLASSES = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"];
/** Characters changed, from the end: prefixes stay. */
const CHANGED = 12;

export function mutated(value: string): string {
  const kept = Math.max(0, value.length - CHANGED);
  return value.slice(0, kept) + [...value.slice(kept)].map(next).join("");
}

function next(char: string): string {
  const of = CLASSES.find((chars) => chars.includes(char));
  return of === undefined ? char : of.charAt((of.indexOf(char) + 5) % of.length);
}
