/**
 * Finds what may be encoded text (AssemblyScript, WebAssembly SIMD), in one pass: rows of base64's characters that are
 * worth a look, and spellings of single characters, `%40`, `\u0040`, `\x40`. `../encodings.ts` is its twin and says what
 * is reported; what it is worth is decided behind it, so this only has to leave out most of the text, and cheaply.
 */
const SHORTEST: usize = 15;
const MARKED: usize = 24;
const LONG: usize = 64;
const STRETCH: usize = 16;
const ALWAYS: usize = 1024;
const LOOK: usize = 12;
const MARKED_LOOK: usize = 16;
const PERCENT: u32 = 0;
const ESCAPE: u32 = 1;

/** 256 bytes each: byte -> its six bits, 64 for strangers; byte -> 1 for ASCII text, 2 for NUL. */
let sixes: usize = 0;
let plains: usize = 0;

let out: usize = 0;
let resumeAt: usize = 0;

export function resumeEncodings(): usize {
  return resumeAt;
}

/** `tables`: 512 bytes that are this file's. */
export function initEncodings(tables: usize): void {
  sixes = tables;
  plains = tables + 256;
  for (let byte: usize = 0; byte < 256; byte++) {
    store<u8>(sixes + byte, 64);
    store<u8>(plains + byte, byte == 0 ? 2 : isPlain(<u32>byte) ? 1 : 0);
  }
  for (let i: usize = 0; i < 26; i++) {
    store<u8>(sixes + 0x41 + i, <u8>i);
    store<u8>(sixes + 0x61 + i, <u8>(26 + i));
  }
  for (let i: usize = 0; i < 10; i++) store<u8>(sixes + 0x30 + i, <u8>(52 + i));
  store<u8>(sixes + 0x2b, 62);
  store<u8>(sixes + 0x2d, 62);
  store<u8>(sixes + 0x2f, 63);
  store<u8>(sixes + 0x5f, 63);
}

// @ts-ignore: decorator
@inline
function memberBits(at: usize, low: v128, high: v128): u64 {
  const bytes = v128.load(at);
  const lowBits = v128.swizzle(low, v128.and(bytes, i8x16.splat(15)));
  const highBits = v128.swizzle(high, i8x16.shr_u(bytes, 4));
  return <u64>(~<u32>i8x16.bitmask(i8x16.eq(v128.and(lowBits, highBits), i8x16.splat(0))) & 0xffff);
}

// @ts-ignore: decorator
@inline
function members(at: usize, low: v128, high: v128): u64 {
  return memberBits(at, low, high) | (memberBits(at + 16, low, high) << 16) | (memberBits(at + 32, low, high) << 32) | (memberBits(at + 48, low, high) << 48);
}

// @ts-ignore: decorator
@inline
function markBytes(at: usize): v128 {
  const bytes = v128.load(at);
  const next = v128.load(at, 1);
  const spelled = v128.and(i8x16.eq(bytes, i8x16.splat(0x5c)), v128.or(i8x16.eq(next, i8x16.splat(0x78)), i8x16.eq(next, i8x16.splat(0x75))));
  return v128.or(v128.and(i8x16.eq(bytes, i8x16.splat(0x25)), i8x16.ge_u(next, i8x16.splat(0x30))), spelled);
}

/**
 * Writes pairs of u32: first byte and end of a row, or place and kind of a spelling. `full` leaves room for the hits of 64
 * bytes. Rows are found as bits: a bit that stays when the members are shifted over one another 14 times begins one.
 */
export function scanEncodings(from: usize, end: usize, output: usize, full: usize): i32 {
  // Byte b is a member where low[b & 15] & high[b >> 4] is not zero: one bit for each of the eight ASCII rows.
  const low = i8x16(-88, -8, -8, -8, -8, -8, -8, -8, -8, -8, -16, 84, 80, 84, 80, 116);
  const high = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  out = output;
  let here = members(from, low, high);
  // Whether the byte in front of the block is a member: then no row begins at the block's first byte.
  let carried: u64 = 0;
  for (let at = from; at < end; at += 64) {
    if (out > full) {
      resumeAt = back(at, from);
      return <i32>((out - output) >> 3);
    }
    const ahead = at + 64 < end ? members(at + 64, low, high) : 0;
    const pairs = here & ((here >> 1) | (ahead << 63));
    const pairsAhead = ahead & (ahead >> 1);
    const fours = pairs & ((pairs >> 2) | (pairsAhead << 62));
    const foursAhead = pairsAhead & (pairsAhead >> 2);
    const eights = fours & ((fours >> 4) | (foursAhead << 60));
    const eightsAhead = foursAhead & (foursAhead >> 4);
    const long = eights & ((eights >> 7) | (eightsAhead << 57));
    const begins = long & ~((here << 1) | carried);
    for (let bits = begins; bits != 0; bits &= bits - 1) {
      const first = ctz(bits);
      // Zeros come in from above, so a row that reaches the block's end gives what is left of it.
      let length = ctz(~(here >> first));
      if (first + length == 64) length += ~ahead == 0 ? 64 : ctz(~ahead);
      const begin = at + <usize>first;
      row(begin, min(first + length == 128 ? skip(begin + <usize>length) : begin + <usize>length, end));
    }
    carried = here >> 63;
    here = ahead;
    const first = markBytes(at);
    const second = markBytes(at + 16);
    const third = markBytes(at + 32);
    const fourth = markBytes(at + 48);
    if (v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)))) {
      let bits = <u64>i8x16.bitmask(first) | (<u64>i8x16.bitmask(second) << 16) | (<u64>i8x16.bitmask(third) << 32) | (<u64>i8x16.bitmask(fourth) << 48);
      for (; bits != 0; bits &= bits - 1) spelling(at + <usize>ctz(bits), end);
    }
  }
  resumeAt = end;
  return <i32>((out - output) >> 3);
}

/** The start of the row that `at` stands in: it was reported, so what comes behind it goes on where it ends. */
function back(at: usize, from: usize): usize {
  return at > from && load<u8>(sixes + <usize>load<u8>(at - 1)) < 64 ? skip(at) : at;
}

function skip(from: usize): usize {
  let at = from;
  while (load<u8>(sixes + <usize>load<u8>(at)) < 64) at++;
  return at;
}

function report(a: usize, b: u32): void {
  store<u32>(out, <u32>a);
  store<u32>(out, b, 4);
  out += 8;
}

// @ts-ignore: decorator
@inline
function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

function spelling(at: usize, end: usize): void {
  if (at >= end) return;
  const mark = <u32>load<u8>(at);
  const next = <u32>load<u8>(at, 1);
  if (mark == 0x25) {
    if (isHex(next) && isHex(<u32>load<u8>(at, 2))) report(at, PERCENT);
    return;
  }
  if (next == 0x78) {
    if (isPrintable(at + 2)) report(at, ESCAPE);
  } else if (next == 0x75 && load<u16>(at, 2) == 0x3030 && isPrintable(at + 4)) report(at, ESCAPE);
}

/** Two hex digits from 20 on, below 80. */
// @ts-ignore: decorator
@inline
function isPrintable(at: usize): bool {
  const high = <u32>load<u8>(at);
  return high >= 0x32 && high <= 0x37 && isHex(<u32>load<u8>(at, 1));
}

function row(begin: usize, end: usize): void {
  const length = end - begin;
  if (startsText(begin, LOOK) || length >= ALWAYS || (length >= LONG && holdsText(begin, end)) || (length >= MARKED && hasMarkedText(begin, end))) report(begin, <u32>end);
}

/** Four groups of four characters side by side that are text, whichever group they begin with. */
function holdsText(begin: usize, end: usize): bool {
  for (let at = begin; at + 4 <= end; at += STRETCH) {
    if (!isTextGroup(at)) continue;
    let first = at;
    while (first > begin && isTextGroup(first - 4)) first -= 4;
    let last = at + 4;
    while (last + 4 <= end && isTextGroup(last)) last += 4;
    if (last - first >= STRETCH) return true;
  }
  return false;
}

function isTextGroup(at: usize): bool {
  const group = groupAt(at);
  return (plain(group >> 16) & plain((group >> 8) & 0xff) & plain(group & 0xff)) == 1;
}

// @ts-ignore: decorator
@inline
function isPlain(byte: u32): bool {
  return byte - 0x20 < 0x5f || byte == 9 || byte == 10 || byte == 13;
}

// @ts-ignore: decorator
@inline
function six(at: usize): u32 {
  return <u32>load<u8>(sixes + <usize>load<u8>(at));
}

// @ts-ignore: decorator
@inline
function groupAt(at: usize): u32 {
  return (six(at) << 18) | (six(at + 1) << 12) | (six(at + 2) << 6) | six(at + 3);
}

function hasMarkedText(begin: usize, end: usize): bool {
  const last = end - MARKED_LOOK;
  for (let at = begin; at < last; at += 16) {
    const bytes = v128.load(at);
    const signs = v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(0x2f)), i8x16.eq(bytes, i8x16.splat(0x2b))), v128.or(i8x16.eq(bytes, i8x16.splat(0x2d)), i8x16.eq(bytes, i8x16.splat(0x5f))));
    for (let bits = <u32>i8x16.bitmask(v128.or(signs, i8x16.eq(bytes, i8x16.splat(0x78)))); bits != 0; bits &= bits - 1) {
      const mark = at + <usize>ctz(bits);
      if (mark < last && startsText(mark + 1, MARKED_LOOK)) return true;
    }
  }
  return false;
}

/** Text in UTF-8 or UTF-16, or hex digits of text; `at` has as many characters before it as a row has. */
function startsText(at: usize, look: usize): bool {
  const first = <u32>load<u8>(at);
  if (first >= 0x32 && first <= 0x37 && hexStartsText(at)) return true;
  // Most strangers end at the first byte.
  const byte = (six(at) << 2) | (six(at + 1) >> 4);
  if (byte >= 0x80 ? byte < 0xc2 || byte > 0xf4 : plain(byte) == 0) return false;
  let rest = 0;
  for (let k: usize = 0; k < look; k += 4) {
    const group = groupAt(at + k);
    if (rest == 0 && (plain(group >> 16) & plain((group >> 8) & 0xff) & plain(group & 0xff)) == 1) continue;
    for (let shift = 16; shift >= 0; shift -= 8) {
      rest = follow(rest, (group >> shift) & 0xff);
      if (rest < 0) return false;
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function plain(byte: u32): u32 {
  return <u32>load<u8>(plains + <usize>byte);
}

/** Bytes of a character that are still to come; -1 where it is no text. */
function follow(rest: i32, byte: u32): i32 {
  if (rest > 0) return (byte & 0xc0) == 0x80 ? rest - 1 : -1;
  if (byte < 0x80) return plain(byte) != 0 ? 0 : -1;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

function hexStartsText(at: usize): bool {
  for (let k: usize = 0; k < LOOK; k += 2) {
    const high = <u32>load<u8>(at + k);
    const low = <u32>load<u8>(at + k, 1);
    if (!isHex(low) || high < 0x30 || high > 0x37) return false;
    if (high < 0x32 && (high != 0x30 || (low != 0x39 && (low | 0x20) != 0x61 && (low | 0x20) != 0x64))) return false;
    if (high == 0x37 && (low | 0x20) == 0x66) return false;
  }
  return true;
}
