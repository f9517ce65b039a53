/**
 * The kernel in WebAssembly with SIMD (AssemblyScript). It finds places worth a look; `../plain.ts` is its twin and must
 * report the same hits. `../layout.ts` documents the tables at BASE.
 *
 * Three phases over pieces that stay in the first-level cache: all four-byte windows of a block are hashed and looked up
 * without a branch (one per block is 1.3 to 1.6 times slower); of those that are known, the ones that need a row near and have none
 * are left out, without a branch too; what is left is compared.
 */
const BASE: usize = 1024;
const TAGS: usize = BASE + 0;
const HEADS: usize = BASE + 131072;
const HEADER: usize = BASE + 655360;
const HASH_SHIFT: i32 = 8;
const HASH_MASK: u32 = 131071;
const HASH_LOW: i16 = 0x6b2f;
const HASH_HIGH: i16 = 0x3d4d;
const FOLD: u32 = 0x20202020;
const PIECE: usize = 16384;
/** Bytes of the list of marked blocks, in front of the list of places. */
const MARKS: usize = 4096;
/** Of a window: it needs no row near. */
const ALWAYS: u32 = 65535;
/** A window stands at most so many bytes behind its literal's first. */
const MOST_BEFORE: usize = 15;
const ANY_LEFT: u32 = 65535;
const NO_MARK: u32 = 65535;
const NO_END: i32 = 255;
const NO_HIT: u32 = 65535;
const HORIZON: i32 = 63;
/** Bit k of a set of places is byte k behind the literal; this one is all that lies beyond the horizon. */
const BEYOND: u64 = 0x8000000000000000;
/** Below BASE, where nothing else lies: sets of places by depth of gate, 32 of them; and of open choices, two for each. */
const PLACES: usize = 512;
const CHOICES: usize = 768;
/** The 64 bytes behind a literal: their low nibbles, then the bits that their high ones choose. */
const NIBBLES: usize = 256;
/** By row class: which bytes of a row are members, or none. */
const PARTS: usize = 384;
const STEP: u32 = 0;
const LEFT: u32 = 1;
const CHOICE: u32 = 2;
const OPEN: u32 = 1;
const OR: u32 = 2;

let entries: usize = 0;
let literals: usize = 0;
let gates: usize = 0;
let ops: usize = 0;
let classes: usize = 0;
/** By class, 16 bytes: which of the 64 bytes behind the literal are members, and for which literal that was asked. */
let masks: usize = 0;
let asked: u32 = 0;
/** For which literal NIBBLES holds what stands behind it, and which of those bytes are not ASCII. */
let split: u32 = 0;
let others: u64 = 0;
/** Two bytes for each 64 of the content: bit m where a row with mark m lies. */
let marks: usize = 0;
/** The same, for all from the block before on that a literal's gates may ask about. */
let reaches: usize = 0;
let rowClasses: usize = 0;
let rowClassesEnd: usize = 0;
let runTables: usize = 0;
let contentStart: usize = 0;
let out: usize = 0;
/** Where to go on when the output was full; the end of the content otherwise. */
let resumeAt: usize = 0;

/** `known`: 16 bytes for each class, zero; `blocks` and `near`: two bytes for each 64 of the longest content, and 64 more; before `blocks` two zeros. */
export function init(known: usize, blocks: usize, near: usize): void {
  masks = known;
  marks = blocks;
  reaches = near;
  entries = BASE + <usize>load<u32>(HEADER);
  literals = BASE + <usize>load<u32>(HEADER, 8);
  gates = BASE + <usize>load<u32>(HEADER, 16);
  classes = BASE + <usize>load<u32>(HEADER, 20);
  runTables = BASE + <usize>load<u32>(HEADER, 28);
  ops = BASE + <usize>load<u32>(HEADER, 44);
  rowClasses = BASE + <usize>load<u32>(HEADER, 48);
  rowClassesEnd = rowClasses + (<usize>load<u32>(HEADER, 52) << 4);
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

/** Of the windows at `at`, + 4, + 8 and + 12: in each lane, not zero where the window's hash and tag are known. */
// @ts-ignore: decorator
@inline
function lookup(at: usize, fold: v128, multipliers: v128, mask: v128, seven: v128, powers: v128): v128 {
  const mixed = i32x4.dot_i16x8_s(v128.or(v128.load(at), fold), multipliers);
  const h = v128.and(i32x4.shr_u(mixed, HASH_SHIFT), mask);
  const bit = v128.swizzle(powers, v128.and(v128.xor(mixed, i32x4.shr_u(mixed, 24)), seven));
  let tags = i32x4.splat(0);
  tags = v128.load_lane<u8>(<usize>i32x4.extract_lane(h, 0), tags, 0, TAGS);
  tags = v128.load_lane<u8>(<usize>i32x4.extract_lane(h, 1), tags, 4, TAGS);
  tags = v128.load_lane<u8>(<usize>i32x4.extract_lane(h, 2), tags, 8, TAGS);
  tags = v128.load_lane<u8>(<usize>i32x4.extract_lane(h, 3), tags, 12, TAGS);
  return v128.and(tags, bit);
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
  const seven = i32x4.splat(7);
  const zero = i32x4.splat(0);
  const powers = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  for (let piece = from; piece < end; piece += PIECE) {
    const pieceEnd = min(piece + PIECE, end);
    let marked = scratch;
    for (let at = piece; at < pieceEnd; at += 16) {
      const even = i16x8.narrow_i32x4_s(lookup(at, fold, multipliers, mask, seven, powers), lookup(at + 1, fold, multipliers, mask, seven, powers));
      const odd = i16x8.narrow_i32x4_s(lookup(at + 2, fold, multipliers, mask, seven, powers), lookup(at + 3, fold, multipliers, mask, seven, powers));
      const bytes = v128.swizzle(i8x16.narrow_i16x8_u(even, odd), i8x16(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
      const bits = <u32>i8x16.bitmask(i8x16.ne(bytes, zero)) & 0xffff;
      // The block's number above, its hits below.
      store<u32>(marked, (<u32>(at - piece) << 12) | bits);
      marked += select<usize>(4, 0, bits != 0);
    }
    // Of those, without a branch on the answer, the ones with a row near of which their literals may be part: most words of a text have none.
    const places = scratch + MARKS;
    let placed = places;
    for (let m = scratch; m < marked; m += 4) {
      const packed = load<u32>(m);
      const block = piece + <usize>(packed >>> 16 << 4);
      for (let hits = packed & 0xffff; hits != 0; hits &= hits - 1) {
        const at = block + <usize>ctz(hits);
        const near = <u32>load<u16>(HEADS + (<usize>((mix(load<u32>(at) | FOLD) >> HASH_SHIFT) & HASH_MASK) << 2), 2);
        const reach = <u32>load<u16>(reaches + ((at - start + 64 - MOST_BEFORE) >> 6 << 1));
        store<u32>(placed, <u32>at);
        placed += select<usize>(4, 0, ((near & reach) | <u32>(near == ALWAYS)) != 0);
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
  const index = <u32>load<u16>(HEADS + (place << 2));
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
  const end = gates + (<usize>load<u32>(record, 40) << 4);
  asked++;
  store<u64>(PLACES - 8, 1);
  for (let gate = gates + (<usize>load<u32>(record, 36) << 4); gate < end;) {
    const kind = <u32>load<u8>(gate, 9);
    const classId = <u32>load<u16>(gate);
    const deeper = PLACES + (<usize>load<u8>(gate, 8) << 3);
    let places = load<u64>(deeper - 8);
    if (kind == STEP) places = step(places, classId, text, <i32>load<u8>(gate, 2), <i32>load<u8>(gate, 3));
    else if (kind == LEFT) {
      if (classId != ANY_LEFT && first != contentStart && isMember(classes + (<usize>classId << 5), load<u8>(first - 1)) == 0) places = 0;
    } else if (kind != CHOICE) {
      if (!hasMark(marks + ((first - contentStart) >> 6 << 1), classId, <u32>load<u8>(gate, 2))) places = 0;
    } else places = choose(ops + (<usize>load<u32>(gate, 12) << 3), classId, text, places);
    if (places == 0) {
      gate += <usize>load<u16>(gate, 4) << 4;
      continue;
    }
    store<u64>(deeper, places);
    const hit = <u32>load<u16>(gate, 6);
    if (hit != NO_HIT) {
      store<u32>(out, hit);
      store<u32>(out, <u32>first, 4);
      out += 8;
    }
    gate += 16;
  }
}

/** Has one of `blocks` (1 to 8) blocks the mark? */
// @ts-ignore: decorator
@inline
function hasMark(at: usize, mark: u32, blocks: u32): bool {
  const first = min(blocks, 4);
  const bits = (load<u64>(at) & (<u64>-1 >> <u64>(64 - (first << 4)))) | (blocks > 4 ? load<u64>(at, 8) & (<u64>-1 >> <u64>(128 - (blocks << 4))) : 0);
  return (bits & (<u64>0x0001000100010001 << <u64>mark)) != 0;
}

/** Where the ways of a choice may end. */
function choose(program: usize, count: u32, text: usize, from: u64): u64 {
  const end = program + (<usize>count << 3);
  let choice = CHOICES;
  let places = from;
  for (let op = program; op < end;) {
    const what = <u32>load<u8>(op);
    if (what == STEP) places = step(places, <u32>load<u16>(op, 4), text, <i32>load<u8>(op, 1), <i32>load<u8>(op, 2));
    else if (what == OPEN) {
      store<u64>(choice, places);
      store<u64>(choice, 0, 8);
      choice += 16;
    } else if (what == OR) {
      store<u64>(choice - 8, load<u64>(choice - 8) | places);
      places = load<u64>(choice - 16);
    } else {
      choice -= 16;
      places |= load<u64>(choice, 8);
    }
    op += places == 0 ? <usize>load<u16>(op, 6) << 3 : 8;
  }
  return places;
}

/** What `least` to `most` members of a class lead to from `places`. */
// @ts-ignore: decorator
@inline
function step(places: u64, classId: u32, text: usize, least: i32, most: i32): u64 {
  // Mostly there is one place, and the byte there is no member: then nothing else needs a look.
  if ((places & (places - 1)) == 0 && places != BEYOND && isMember(classes + (<usize>classId << 5), <u32>load<u8>(text + <usize>ctz(places))) == 0) return least > 0 ? 0 : places;
  return follow(places, membersOf(classId, text), least, most);
}

/** Which of the 63 bytes from `text` on are members of a class; all beyond is. Asked once a literal and class. */
function membersOf(classId: u32, text: usize): u64 {
  const known = masks + (<usize>classId << 4);
  if (load<u32>(known, 8) == asked) return load<u64>(known);
  if (split != asked) splitBytes(text);
  const table = classes + (<usize>classId << 5);
  const ascii = v128.load(table);
  let members = memberBits(0, ascii) | (memberBits(16, ascii) << 16) | (memberBits(32, ascii) << 32) | (memberBits(48, ascii) << 48);
  if (others != 0) {
    const rest = v128.load(table, 16);
    members &= ~others;
    members |= others & (memberBits(0, rest) | (memberBits(16, rest) << 16) | (memberBits(32, rest) << 32) | (memberBits(48, rest) << 48));
  }
  members |= BEYOND;
  store<u64>(known, members);
  store<u32>(known, asked, 8);
  return members;
}

/** Takes the 64 bytes from `text` on apart, once a literal: the low nibble chooses a byte of a class, the high one a bit of it. */
function splitBytes(text: usize): void {
  split = asked;
  others = 0;
  for (let k: usize = 0; k < 64; k += 16) {
    const bytes = v128.load(text + k);
    v128.store(NIBBLES + k, v128.and(bytes, i8x16.splat(15)));
    v128.store(NIBBLES + 64 + k, v128.swizzle(i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128), i8x16.shr_u(bytes, 4)));
    others |= <u64>(<u32>i8x16.bitmask(bytes)) << <u64>k;
  }
}

// @ts-ignore: decorator
@inline
function memberBits(at: usize, table: v128): u64 {
  const is = v128.and(v128.swizzle(table, v128.load(NIBBLES + at)), v128.load(NIBBLES + 64 + at));
  return <u64>(<u32>i8x16.bitmask(i8x16.ne(is, i8x16.splat(0))));
}

/** Places from which `count` members (1 to 63) follow one another; all is a member beyond the horizon. */
// @ts-ignore: decorator
@inline
function rowsOf(member: u64, count: i32): u64 {
  let rows = <i64>member;
  let length = 1;
  // The sign comes in from the left.
  for (; length << 1 <= count; length <<= 1) rows &= rows >> <i64>length;
  return <u64>(rows & (rows >> <i64>(count - length)));
}

/** Where `least` to `most` members behind `places` may end. */
function follow(from: u64, member: u64, least: i32, most: i32): u64 {
  let places = from;
  // Mostly there is nothing to follow.
  if ((places & member) == 0) return least > 0 ? 0 : places;
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
function moved(places: u64, by: i32): u64 {
  return (places << <u64>by) | (places >> <u64>(HORIZON - by) != 0 ? BEYOND : 0);
}

// @ts-ignore: decorator
@inline
function memberMask(at: usize, table: v128, bits: v128, nibble: v128, zero: v128): u64 {
  const bytes = v128.load(at);
  const is = v128.and(v128.swizzle(table, v128.and(bytes, nibble)), v128.swizzle(bits, i8x16.shr_u(bytes, 4)));
  return <u64>(<u32>i8x16.bitmask(i8x16.ne(is, zero)));
}

/** Marks the blocks of the content in which long rows of the row classes lie. Must be called before scanLiterals. */
export function markRows(from: usize, end: usize): void {
  const blocks = (end - from + 63) >> 6;
  memory.fill(marks, 0, (blocks << 1) + 32);
  eachRow(<usize>load<u16>(rowClasses), <usize>load<u16>(rowClasses, 8), rowClasses, from, from, end, -1);
  // Eight blocks from where the literal begins, which may be in the block before the window's.
  for (let k: usize = 0; k <= blocks; k += 8) {
    let near = v128.load(marks + (k << 1) - 2);
    for (let next: usize = 0; next < 8; next++) near = v128.or(near, v128.load(marks + ((k + next) << 1)));
    v128.store(reaches + (k << 1), near);
  }
}

/**
 * Writes (first byte u32, end u32) for every longest row of at least the group's length (16 or more) in [from, end). `start` is where the
 * content starts; markRows must have been called.
 */
export function scanRuns(group: i32, from: usize, end: usize, start: usize, output: usize, full: usize): i32 {
  const record = runTables + (<usize>group << 3);
  const classId = <usize>load<u16>(record);
  const least = <usize>load<u32>(record, 4);
  const mark = <u32>load<u16>(record, 2);
  out = output;
  resumeAt = mark == NO_MARK ? eachRow(classId, least, 0, start, from, end, full) : runsNear(classId, least, mark, start, from, end, full);
  return <i32>((out - output) >> 3);
}

/** Rows of a class that lie within marked rows of a wider one: only those are looked through. Gives where it ended. */
function runsNear(classId: usize, least: usize, mark: u32, start: usize, from: usize, end: usize, full: usize): usize {
  const bit = <u32>1 << mark;
  const last = marks + ((end - 1 - start) >> 6 << 1);
  for (let block = marks + ((from - start) >> 6 << 1); block <= last; block += 2) {
    if ((<u32>load<u16>(block) & bit) == 0) continue;
    const first = block;
    while (block <= last && (<u32>load<u16>(block) & bit) != 0) block += 2;
    const begin = max(from, start + ((first - marks) << 5));
    const close = min(end, start + ((block - marks) << 5));
    const ended = eachRow(classId, least, 0, start, begin, close, full);
    if (ended < close || out >= full) return ended;
  }
  return end;
}

/**
 * Longest rows of a class of at least `least` bytes (16 or more) in [from, end): marked as `row` says, in the content that begins
 * at `start`, or, where it is 0, written out until `full`. Gives where it ended. 64 bytes at a time as bits of membership; a row
 * that touches a block's end is carried over to the next.
 */
function eachRow(classId: usize, least: usize, row: usize, start: usize, from: usize, end: usize, full: usize): usize {
  const table = v128.load(classes + (classId << 5));
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
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
    if (at + <usize>ahead - open >= least) tellRow(open, at + <usize>ahead, start, row);
    member &= <u64>-1 << ahead;
    let rows = rowsOf16(member);
    while (rows != 0) {
      const first = ctz(rows);
      const length = ctz(~(member >> first));
      // A row that goes on in the next block is its affair; the shift brought zeros in.
      if (first + length == 64) break;
      if (<usize>length >= least) tellRow(at + <usize>first, at + <usize>(first + length), start, row);
      rows &= <u64>-1 << (first + length);
    }
    open = at + 64 - <usize>clz(~member);
    if (row == 0 && out >= full) return open;
  }
  if (end > open && end - open >= least) tellRow(open, end, start, row);
  return end;
}

/** Marks a row of `row`'s class, and looks for rows of the classes within it. */
function tellRow(first: usize, end: usize, start: usize, row: usize): void {
  if (row == 0) return emitRow(first, end);
  markRow(first, end, start, row);
  if (row == rowClasses && end - first <= 64) shortParts(first, end, start);
  else longParts(first, end, start, row);
}

function markRow(first: usize, end: usize, start: usize, row: usize): void {
  const lengths = <usize>load<u8>(row, 3);
  let known: usize = 1;
  while (known < lengths && end - first >= <usize>load<u16>(row + 8 + (known << 1))) known++;
  const bits = ((<u32>1 << <u32>known) - 1) << <u32>load<u8>(row, 2);
  const last = marks + ((end - 1 - start) >> 6 << 1);
  for (let block = marks + ((first - start) >> 6 << 1); block <= last; block += 2) store<u16>(block, <u16>(<u32>load<u16>(block) | bits));
}

function longParts(first: usize, end: usize, start: usize, row: usize): void {
  const index = (row - rowClasses) >> 4;
  for (let part = row + 16; part < rowClassesEnd; part += 16) {
    if (<usize>load<u8>(part, 4) == index) eachRow(<usize>load<u16>(part), <usize>load<u16>(part, 8), part, start, first, end, -1);
  }
}

/** The rows of all other classes in a row of the widest class of up to 64 bytes, which are looked at once. */
function shortParts(first: usize, end: usize, start: usize): void {
  splitBytes(first);
  store<u64>(PARTS, <u64>-1 >> (64 - <u64>(end - first)));
  let place = PARTS + 8;
  for (let part = rowClasses + 16; part < rowClassesEnd; part += 16, place += 8) {
    const around = load<u64>(PARTS + (<usize>load<u8>(part, 4) << 3));
    if (around == 0) {
      store<u64>(place, 0);
      continue;
    }
    const table = v128.load(classes + (<usize>load<u16>(part) << 5));
    const member = around & (memberBits(0, table) | (memberBits(16, table) << 16) | (memberBits(32, table) << 32) | (memberBits(48, table) << 48));
    const rows = rowsOf16(member);
    store<u64>(place, rows == 0 ? 0 : member);
    if (rows != 0) markAll(member, rows, first, start, part);
  }
}

function markAll(member: u64, from: u64, first: usize, start: usize, part: usize): void {
  const least = <u64>load<u16>(part, 8);
  for (let rows = from; rows != 0;) {
    const begin = ctz(rows);
    const length = ctz(~(member >> begin));
    if (length >= least) markRow(first + <usize>begin, first + <usize>(begin + length), start, part);
    if (begin + length >= 64) return;
    rows &= <u64>-1 << (begin + length);
  }
}

/** Where 16 members follow one another. */
// @ts-ignore: decorator
@inline
function rowsOf16(member: u64): u64 {
  let rows = member & (member >> 1);
  rows &= rows >> 2;
  rows &= rows >> 4;
  return rows & (rows >> 8);
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
