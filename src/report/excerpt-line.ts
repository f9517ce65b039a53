/** The line around a value, cut to the page by display width, with the masked value marked in it. */
import type { Finding } from "../model.js";
import { foreign } from "./foreign.js";
import type { Page } from "./page.js";
import { characterWidth } from "./width.js";

const INDENT = "    ";
const CUT = "…";

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly marked: boolean;
}

/** One line where colour marks the value, or two with carets below it. Empty where there is no excerpt. */
export function excerptLines(finding: Finding, page: Page): string[] {
  const all = cellsOf(finding.excerpt.trim(), finding.secret.mask);
  if (all.length === 0) return [];
  const cells = fit(all, page.columns - INDENT.length);
  if (page.theme.color) return [INDENT + paint(cells, page)];
  const carets = cells.map((cell) => (cell.marked ? "^" : " ").repeat(cell.width)).join("").trimEnd();
  const line = INDENT + cells.map((cell) => cell.text).join("");
  return carets === "" ? [line] : [line, INDENT + carets];
}

/** Where the mask stands more than once, each is marked: they are all values, and which is ours the text does not say. */
function cellsOf(excerpt: string, mask: string): Cell[] {
  if (mask === "") return cells(excerpt, false);
  return excerpt.split(mask).flatMap((between, i) => [...(i === 0 ? [] : cells(mask, true)), ...cells(between, false)]);
}

function cells(text: string, marked: boolean): Cell[] {
  return [...foreign(text)].map((character) => ({ text: character, width: characterWidth(character), marked }));
}

/** The first marked value and what fits around it: two thirds of the room to its left, where names stand. */
function fit(all: readonly Cell[], room: number): readonly Cell[] {
  if (widthOf(all) <= room) return all;
  const first = Math.max(all.findIndex((cell) => cell.marked), 0);
  const behind = all.findIndex((cell, i) => i > first && !cell.marked);
  const mark = all.slice(first, behind === -1 ? all.length : behind);
  const spare = Math.max(room - widthOf(mark) - 2 * CUT.length, 0);
  const right = widthOf(all.slice(first + mark.length));
  const start = first - reach(all.slice(0, first).reverse(), Math.max(Math.floor((spare * 2) / 3), spare - right));
  const left = widthOf(all.slice(start, first));
  const kept = reach(all.slice(first), room - left - 2 * CUT.length);
  const cut: Cell = { text: CUT, width: 1, marked: false };
  return [...(start > 0 ? [cut] : []), ...all.slice(start, first + kept), ...(first + kept < all.length ? [cut] : [])];
}

/** How many cells from the start take `room` at most. */
function reach(cells: readonly Cell[], room: number): number {
  let used = 0;
  const over = cells.findIndex((cell) => (used += cell.width) > room);
  return over === -1 ? cells.length : over;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function paint(cells: readonly Cell[], page: Page): string {
  let line = "";
  for (let i = 0; i < cells.length; ) {
    let end = i;
    while (end < cells.length && cells[end]?.marked === cells[i]?.marked) end++;
    const run = cells.slice(i, end).map((cell) => cell.text).join("");
    line += cells[i]?.marked === true ? page.theme.value(run) : run;
    i = end;
  }
  return line;
}
