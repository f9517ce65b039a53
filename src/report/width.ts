/**
 * Text laid out in terminal cells: East Asian wide and fullwidth characters (Unicode annex 11) and emoji take two, marks
 * that combine with the character before take none. Texts have passed `foreign`, so nothing else is invisible.
 */
import { eastAsianWidth } from "get-east-asian-width";

const PLAIN = /^[\x20-\x7e]*$/;
const COMBINING = /^[\p{Mn}\p{Me}]$/u;

/** Colours of our own; foreign text cannot hold any. */
const COLORS = /\x1b\[[\d;]*m/g;

/** Cells that `text` takes; colours take none. */
export function displayWidth(painted: string): number {
  if (PLAIN.test(painted)) return painted.length;
  const text = painted.replace(COLORS, "");
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function characterWidth(character: string): number {
  return COMBINING.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) as number);
}

/**
 * `text` in lines of at most `width` cells, broken at blanks. Words with a slash stay whole even where they are wider,
 * because half an address or path cannot be clicked or copied.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => pieces(word, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

function pieces(word: string, width: number): string[] {
  if (word.includes("/") || displayWidth(word) <= width) return [word];
  const found: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const more = characterWidth(character);
    if (used + more > width) {
      found.push(piece);
      [piece, used] = ["", 0];
    }
    piece += character;
    used += more;
  }
  return [...found, piece];
}
