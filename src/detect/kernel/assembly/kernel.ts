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
const NO_HIT: u32 = 65535;
const HORIZON: i32 = 31;
/** Bit k of a set of places is byte k behind the literal; this one is all that lies beyond the horizon. */
const BEYOND: u32 = 0x80000000;
/** Sets of places by depth of gate; below BASE, where nothing else lies. */
const PLACES: usize = 512;

let entries: usize = 0;
let literals: usize = 0;
let gates: usize = 0;
let classes: usize = 0;
let runTables: usize = 0;
let contentStart: usize = 0;
let out: usize = 0;
/** Where to go on when the output was full; the end of the content otherwise. */
let resumeAt: usize = 0;

export function init(): void {
  entries = BASE + <usize>load<u32>(HEADER);
  literals = BASE + <usize>load<u32>(HEADER, 8);
  gates = BASE + <usize>load<u32>(HEADER, 16);
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
  return (<u32>load<u8>(table + <usize>((byte & 15) | ((byte >> 3) & 16))) >> ((byte >> 4) & 7)) & 1;
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
 * Writes (hit u32, address of the literal's first byte u32) for every gate with a hit that holds in [from, end).
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
      const record = literals + <usize>load<u16>(entry, 4) * 48;
      const first = at - <isize>load<i8>(entry, 6);
      const differing = v128.and(v128.xor(v128.load(first), v128.load(record)), v128.load(record, 16));
      if (<isize>first >= <isize>contentStart && !v128.any_true(differing)) walkGates(record, first);
    }
    if (load<u8>(entry, 7)) return;
  }
}

/** Reports the hits of all gates that hold around the literal of `record` at `first`. */
function walkGates(record: usize, first: usize): void {
  const text = first + <usize>load<u8>(record, 32);
  const end = gates + <usize>load<u32>(record, 40) * 12;
  // For membership of 32 bytes at once: low nibbles choose a byte of the class, high nibbles a bit of it.
  const nibble = i8x16.splat(15);
  const ascii = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const beyond = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, -128);
  const a = v128.load(text);
  const b = v128.load(text, 16);
  const aLow = v128.and(a, nibble);
  const bLow = v128.and(b, nibble);
  const aHigh = i8x16.shr_u(a, 4);
  const bHigh = i8x16.shr_u(b, 4);
  const aBits = v128.swizzle(ascii, aHigh);
  const bBits = v128.swizzle(ascii, bHigh);
  const aBitsBeyond = v128.swizzle(beyond, aHigh);
  const bBitsBeyond = v128.swizzle(beyond, bHigh);
  const zero = i8x16.splat(0);
  store<u32>(PLACES - 4, 1);
  for (let gate = gates + <usize>load<u32>(record, 36) * 12; gate < end;) {
    const kind = <u32>load<u16>(gate);
    const deeper = PLACES + (<usize>load<u8>(gate, 8) << 2);
    let places = load<u32>(deeper - 4);
    if (load<u8>(gate, 9)) {
      if (kind != ANY_LEFT && first != contentStart && isMember(classes + (<usize>kind << 5), load<u8>(first - 1)) == 0) places = 0;
    } else {
      const table = classes + (<usize>kind << 5);
      const half = v128.load(table);
      const other = v128.load(table, 16);
      const aIs = v128.or(v128.and(v128.swizzle(half, aLow), aBits), v128.and(v128.swizzle(other, aLow), aBitsBeyond));
      const bIs = v128.or(v128.and(v128.swizzle(half, bLow), bBits), v128.and(v128.swizzle(other, bLow), bBitsBeyond));
      const member = <u32>i8x16.bitmask(i8x16.ne(aIs, zero)) | (<u32>i8x16.bitmask(i8x16.ne(bIs, zero)) << 16) | BEYOND;
      places = follow(places, member, <i32>load<u8>(gate, 2), <i32>load<u8>(gate, 3));
    }
    if (places == 0) {
      gate += <usize>load<u16>(gate, 4) * 12;
      continue;
    }
    store<u32>(deeper, places);
    const hit = <u32>load<u16>(gate, 6);
    if (hit != NO_HIT) {
      store<u32>(out, hit);
      store<u32>(out, <u32>first, 4);
      out += 8;
    }
    gate += 12;
  }
}

/** Places from which `count` members (1 to 31) follow one another; all is a member beyond the horizon. */
// @ts-ignore: decorator
@inline
function rowsOf(member: u32, count: i32): u32 {
  let rows = <i32>member;
  let length = 1;
  // The sign comes in from the left.
  for (; length << 1 <= count; length <<= 1) rows &= rows >> length;
  return <u32>(rows & (rows >> (count - length)));
}

/** Where `least` to `most` members behind `places` may end. */
// @ts-ignore: decorator
@inline
function follow(places: u32, member: u32, least: i32, most: i32): u32 {
  if (least > 0) {
    const begun = places & rowsOf(member, min(least, HORIZON));
    places = least >= HORIZON ? (begun != 0 ? BEYOND : 0) : moved(begun, least);
    if (places == 0) return 0;
  }
  if (most == least) return places;
  // Carries run through rows of members: each place reaches all of the row it stands in, and the place behind it.
  if (most == NO_END || most - least >= HORIZON) return places | (((places & member) + member) ^ member);
  let left = most - least;
  let length = 1;
  for (; length <= left; length <<= 1) {
    places |= moved(places & rowsOf(member, length), length);
    left -= length;
  }
  return left == 0 ? places : places | moved(places & rowsOf(member, left), left);
}

/** What is moved over the horizon stays beyond it. */
// @ts-ignore: decorator
@inline
function moved(places: u32, by: i32): u32 {
  return (places << by) | (places >>> (HORIZON - by) != 0 ? BEYOND : 0);
}

// @ts-ignore: decorator
@inline
function memberMask(at: usize, table: v128, bits: v128, nibble: v128, zero: v128): u64 {
  const bytes = v128.load(at);
  const is = v128.and(v128.swizzle(table, v128.and(bytes, nibble)), v128.swizzle(bits, i8x16.shr_u(bytes, 4)));
  return <u64>(<u32>i8x16.bitmask(i8x16.ne(is, zero)));
}

/**
 * Writes (first byte u32, end u32) for every longest row of at least the group's length (16 or more) in [from, end).
 * 64 bytes at a time as bits of membership; a row that touches a block's end is carried over to the next.
 */
export function scanRuns(group: i32, from: usize, end: usize, output: usize, full: usize): i32 {
  const record = runTables + (<usize>group << 3);
  const table = v128.load(classes + (<usize>load<u16>(record) << 5));
  const least = <usize>load<u32>(record, 4);
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
  out = output;
  // Where the row that touches the last block's end begins; the place itself where there is none.
  let open = from;
  for (let at = from; at < end; at += 64) {
    let member = memberMask(at, table, bits, nibble, zero)
      | (memberMask(at + 16, table, bits, nibble, zero) << 16)
      | (memberMask(at + 32, table, bits, nibble, zero) << 32)
      | (memberMask(at + 48, table, bits, nibble, zero) << 48);
    if (at + 64 > end) member &= (<u64>1 << (<u64>end - <u64>at)) - 1;
    if (~member == 0) continue;
    const ahead = ctz(~member);
    if (at + <usize>ahead - open >= least) emitRow(open, at + <usize>ahead);
    member &= <u64>-1 << ahead;
    let rows = member & (member >> 1);
    rows &= rows >> 2;
    rows &= rows >> 4;
    rows &= rows >> 8;
    while (rows != 0) {
      const first = ctz(rows);
      const length = ctz(~(member >> first));
      // A row that goes on in the next block is its affair; the shift brought zeros in.
      if (first + length == 64) break;
      if (<usize>length >= least) emitRow(at + <usize>first, at + <usize>(first + length));
      rows &= <u64>-1 << (first + length);
    }
    open = at + 64 - <usize>clz(~member);
    if (out >= full) {
      resumeAt = open;
      return <i32>((out - output) >> 3);
    }
  }
  if (end > open && end - open >= least) emitRow(open, end);
  resumeAt = end;
  return <i32>((out - output) >> 3);
}

// @ts-ignore: decorator
@inline
function emitRow(first: usize, end: usize): void {
  store<u32>(out, <u32>first);
  store<u32>(out, <u32>end, 4);
  out += 8;
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
