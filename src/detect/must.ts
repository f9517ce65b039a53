/**
 * Can a match that starts in a range hold what every match of its rule holds (pack/must.ts)? Looked at before the
 * expression is asked, and before it is compiled: most ranges end here.
 */
import type { CompiledRule, MustRow } from "../model.js";
import { lookFor, tableOf, type ByteTable } from "./rows.js";
import { WordSearch } from "./words.js";

/** A row of `min` bytes of a class lies `front` to `back` bytes behind a match's start. */
interface Row {
  readonly table: ByteTable;
  readonly min: number;
  readonly front: number;
  readonly back: number;
}

export class Must {
  /** Of each list one lies where it must. */
  private readonly lists: readonly (readonly Row[])[];
  private readonly words: WordSearch | undefined;
  /** The row that alone tells where a match may start, where there is one at a fixed place. */
  private readonly leading: Row | undefined;
  /** The words at which alone a match may start, for rules that have such. */
  readonly atStart: WordSearch | undefined;
  /**
   * Is what must be there at a place that the start tells within some bytes? Then a look at each start costs next to nothing; over
   * the whole reach of a gap it costs more than the expression.
   */
  readonly narrow: boolean;

  constructor({ must = [], mustWords }: CompiledRule) {
    this.lists = must.map((rows) => rows.map(rowOf));
    this.words = mustWords && new WordSearch(mustWords);
    this.atStart = this.words?.front === this.words?.back ? this.words : undefined;
    this.narrow = must.length > 0 && mustWords === undefined && must.every((rows) => rows.every(({ min, front, back }) => back - front <= NARROW * min));
    this.leading = this.lists.length > 0 && this.lists[0].length === 1 && this.lists[0][0].front === this.lists[0][0].back ? this.lists[0][0] : undefined;
  }

  /** `[from, to]`: where the match may start. */
  mayHold(bytes: Uint8Array, from: number, to: number): boolean {
    return (this.words === undefined || this.words.first(bytes, from, to) >= 0) && this.rowsMayLie(bytes, from, to);
  }

  /** The same, of the rows alone. */
  rowsMayLie(bytes: Uint8Array, from: number, to: number): boolean {
    const { lists } = this;
    for (let i = 0; i < lists.length; i++) if (!oneLies(lists[i], bytes, from, to)) return false;
    return true;
  }

  /** The first place in `[from, to]` from which the leading row lies as far off as it must, where there is one; -1 where there is none. */
  nextStart(bytes: Uint8Array, from: number, to: number): number {
    const row = this.leading;
    if (row === undefined) return from <= to ? from : -1;
    const at = lookFor(row.table, row.min, bytes, from + row.front, Math.min(bytes.length, to + row.front + row.min));
    return at < 0 ? -1 : at - row.front;
  }
}

/** Looks at the bytes of one row, roughly. */
const NARROW = 4;

function rowOf({ set, min, front, back }: MustRow): Row {
  return { table: tableOf(set), min, front, back };
}

function oneLies(rows: readonly Row[], bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (lookFor(row.table, row.min, bytes, from + row.front, Math.min(bytes.length, to + row.back + row.min)) >= 0) return true;
  }
  return false;
}
