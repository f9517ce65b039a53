/**
 * The kernel in WebAssembly with SIMD (AssemblyScript). It finds places worth a look; `../plain.ts` is its twin and must
 * report the same hits. `../layout.ts` documents the tables at BASE.
 *
 * Two phases over pieces that stay in the first-level cache: all four-byte windows of a block are hashed and looked up
 * without a branch, and only blocks with a hit are looked at again. A branch per block is 1.3 to 1.6 times slower.
 */
const BASE: usize = 1024;
const TAGS: usize = BASE + 131072;
const HEADS: usize = BASE + 262144;
const HEADER: usize = BASE + 524288;
const HASH_SHIFT: i32 = 8;
const HASH_MASK: u32 = 131071;
const HASH_LOW: i16 = 0x6b2f;
const HASH_HIGH: i16 = 0x3d4d;
const FOLD: u32 = 0x20202020;
const PIECE: usize = 16384;
/** Bytes of the list of marked blocks, in front of the list of places. */
const MARKS: usize = 4096;
const ANY_LEFT: u32 = 65535;
const NO_END: i32 = 255;
const HORIZON: i32 = 32;

let entries: usize = 0;
let literals: usize = 0;
let steps: usize = 0;
let classes: usize = 0;
let runTables: usize = 0;
let contentStart: usize = 0;
let out: usize = 0;
/** Where to go on when the output was full; the end of the content otherwise. */
let resumeAt: usize = 0;

export function init(): void {
  entries = BASE + <usize>load<u32>(HEADER);
  literals = BASE + <usize>load<u32>(HEADER, 8);
  steps = BASE + <usize>load<u32>(HEADER, 16);
  classes = BASE + <usize>load<u32>(HEADER, 20);
  runTables = BASE + <usize>load<u32>(HEADER, 28);
}

export function resume(): usize {
  return resumeAt;
}

// @ts-ignore: decorator
@inline
function mix(gram: u32): u32 {
  const low = <i32>(<i16>(gram & 0xffff));
  const high = <i32>gram >> 16;
  return <u32>(low * <i32>HASH_LOW + high * <i32>HASH_HIGH);
}

// @ts-ignore: decorator
@inline
function isMember(table: usize, byte: u32): u32 {
  return (<u32>load<u8>(table + <usize>(byte >> 3)) >> (byte & 7)) & 1;
}

// @ts-ignore: decorator
@inline
function lookup(at: usize, fold: v128, multipliers: v128, mask: v128): u32 {
  const grams = v128.or(v128.load(at), fold);
  const h = v128.and(i32x4.shr_u(i32x4.dot_i16x8_s(grams, multipliers), HASH_SHIFT), mask);
  // Bits 0, 4, 8 and 12: the places at, at + 4, at + 8 and at + 12.
  return <u32>load<u8>(<usize>i32x4.extract_lane(h, 0), BASE)
    | (<u32>load<u8>(<usize>i32x4.extract_lane(h, 1), BASE) << 4)
    | (<u32>load<u8>(<usize>i32x4.extract_lane(h, 2), BASE) << 8)
    | (<u32>load<u8>(<usize>i32x4.extract_lane(h, 3), BASE) << 12);
}

/**
 * Writes (literal number u32, address of its first byte u32) for every literal whose gates hold in [from, end).
 * `start` is where the content starts, `scratch` holds MARKS + 4 * PIECE bytes and some more, `full` leaves room for one place's hits behind it.
 */
export function scanLiterals(from: usize, end: usize, start: usize, scratch: usize, output: usize, full: usize): i32 {
  contentStart = start;
  out = output;
  const fold = i32x4.splat(FOLD);
  const multipliers = i16x8(HASH_LOW, HASH_HIGH, HASH_LOW, HASH_HIGH, HASH_LOW, HASH_HIGH, HASH_LOW, HASH_HIGH);
  const mask = i32x4.splat(HASH_MASK);
  for (let piece = from; piece < end; piece += PIECE) {
    const pieceEnd = min(piece + PIECE, end);
    let marked = scratch;
    for (let at = piece; at < pieceEnd; at += 16) {
      const bits = lookup(at, fold, multipliers, mask)
        | (lookup(at + 1, fold, multipliers, mask) << 1)
        | (lookup(at + 2, fold, multipliers, mask) << 2)
        | (lookup(at + 3, fold, multipliers, mask) << 3);
      // The block's number above, its hits below.
      store<u32>(marked, (<u32>(at - piece) << 12) | bits);
      marked += select<usize>(4, 0, bits != 0);
    }
    // Places whose tag fits, without a branch on the answer: most hits of the filter are strangers.
    const places = scratch + MARKS;
    let placed = places;
    for (let m = scratch; m < marked; m += 4) {
      const packed = load<u32>(m);
      const block = piece + <usize>(packed >>> 16 << 4);
      for (let hits = packed & 0xffff; hits != 0; hits &= hits - 1) {
        const at = block + <usize>ctz(hits);
        const mixed = mix(load<u32>(at) | FOLD);
        const tags = <u32>load<u8>(TAGS + <usize>((mixed >> HASH_SHIFT) & HASH_MASK));
        store<u32>(placed, <u32>at);
        placed += <usize>(((tags >> ((mixed ^ (mixed >> 24)) & 7)) & 1) << 2);
      }
    }
    for (let p = places; p < placed; p += 4) {
      const at = <usize>load<u32>(p);
      if (out > full) {
        resumeAt = at;
        return <i32>((out - output) >> 3);
      }
      if (at < end) window(at);
    }
  }
  resumeAt = end;
  return <i32>((out - output) >> 3);
}

function window(at: usize): void {
  const gram = load<u32>(at) | FOLD;
  const place = <usize>((mix(gram) >> HASH_SHIFT) & HASH_MASK);
  const index = <u32>load<u16>(HEADS + (place << 1));
  for (let entry = entries + ((<usize>index - 1) << 3); ; entry += 8) {
    if (load<u32>(entry) == gram) {
      const number = <u32>load<u16>(entry, 4);
      const first = at - <isize>load<i8>(entry, 6);
      if (<isize>first >= <isize>contentStart && holds(number, first)) {
        store<u32>(out, number);
        store<u32>(out, <u32>first, 4);
        out += 8;
      }
    }
    if (load<u8>(entry, 7)) return;
  }
}

function holds(number: u32, first: usize): bool {
  const record = literals + <usize>number * 48;
  const differing = v128.and(v128.xor(v128.load(first), v128.load(record)), v128.load(record, 16));
  if (v128.any_true(differing)) return false;
  const left = <u32>load<u16>(record, 40);
  if (left != ANY_LEFT && first > contentStart && !isMember(classes + (<usize>left << 5), load<u8>(first - 1))) return false;
  const count = <i32>load<u8>(record, 34);
  return count == 0 || stepsHold(steps + (<usize>load<u32>(record, 36) << 2), count, first + <usize>load<u8>(record, 32));
}

/**
 * Follows the steps over the bytes behind the literal, all at once: bit k of `places` means that a way leads to byte k.
 * A way that leaves the horizon counts as holding.
 */
function stepsHold(step: usize, count: i32, text: usize): bool {
  let places: u32 = 1;
  for (let i = 0; i < count; i++, step += 4) {
    const table = classes + (<usize>load<u16>(step) << 5);
    const least = <i32>load<u8>(step, 2);
    const most = <i32>load<u8>(step, 3);
    if ((places & (places - 1)) == 0) {
      const place = <i32>ctz(places);
      const limit = most == NO_END ? HORIZON - place : min(most, HORIZON - place);
      let run = 0;
      while (run < limit && isMember(table, load<u8>(text + <usize>(place + run)))) run++;
      if (place + run >= HORIZON) return true;
      if (run < least) return false;
      places = ((<u32>2 << run) - ((<u32>1) << least)) << place;
      continue;
    }
    let member: u32 = 0;
    const highest = 31 - <i32>clz(places);
    for (let k = <i32>ctz(places); k < HORIZON; k++) {
      if (isMember(table, load<u8>(text + <usize>k))) member |= <u32>1 << k;
      // No way leads past a stranger behind the last place.
      else if (k >= highest) break;
    }
    let now = places;
    for (let k = 0; k < least; k++) {
      now &= member;
      if (now == 0) return false;
      if (now >>> 31) return true;
      now <<= 1;
    }
    let all = now;
    for (let k = least; most == NO_END || k < most; k++) {
      now &= member;
      if (now >>> 31) return true;
      now <<= 1;
      if ((now & ~all) == 0) break;
      all |= now;
    }
    places = all;
  }
  return true;
}

/**
 * Writes (first byte u32, end u32) for every longest row of at least the group's length in [from, end). Looks at the
 * halves of 16-byte blocks: a row of 15 bytes or more holds a whole half wherever the blocks lie, and they begin anew
 * behind each row.
 */
export function scanRuns(group: i32, from: usize, end: usize, output: usize, full: usize): i32 {
  const tables = runTables + <usize>group * 48;
  const low = v128.load(tables);
  const high = v128.load(tables, 16);
  const table = classes + (<usize>load<u16>(tables, 32) << 5);
  const least = <usize>load<u32>(tables, 36);
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
  out = output;
  let at = from;
  let behind = from;
  while (at < end) {
    const bytes = v128.load(at);
    const lowBits = v128.swizzle(low, v128.and(bytes, nibble));
    const highBits = v128.swizzle(high, i8x16.shr_u(bytes, 4));
    const member = i8x16.bitmask(i8x16.ne(v128.and(lowBits, highBits), zero));
    const firstHalf = (member & 0xff) == 0xff;
    if (!firstHalf && (member & 0xff00) != 0xff00) {
      at += 16;
      continue;
    }
    if (out >= full) {
      // Not `at`: the row may have begun before it.
      resumeAt = behind;
      return <i32>((out - output) >> 3);
    }
    const inside = firstHalf ? at : at + 8;
    let first = inside;
    while (first > from && isMember(table, load<u8>(first - 1))) first--;
    let last = inside;
    while (last < end && isMember(table, load<u8>(last))) last++;
    if (last >= first + least) {
      store<u32>(out, <u32>first);
      store<u32>(out, <u32>last, 4);
      out += 8;
    }
    behind = last;
    at = max(last, at + 8);
  }
  resumeAt = end;
  return <i32>((out - output) >> 3);
}

/** Line feeds in [from, end). */
export function countLines(from: usize, end: usize): i32 {
  const feed = i8x16.splat(10);
  let count = 0;
  let at = from;
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), feed)));
  for (; at < end; at++) count += i32(load<u8>(at) == 10);
  return count;
}
