/**
 * Layout of the image that the pack compiler writes and both kernels read. Little-endian, offsets in bytes from its start.
 *
 *   0       filter   32,768 bytes, 1 where a gram with this hash exists
 *   32768   heads    32,768 u32: 0, or 1 + index of the first entry with this hash
 *   163840  header   u32: entries offset, count; literals offset, count; steps offset; classes offset, count; runs offset, count; size
 *   then    entries  8 bytes: gram u32, literal u16, offset of the gram in the literal i8, 1 if last of its chain u8
 *           literals 48 bytes: bytes[16], mask[16], length u8, left class u8 (255: any), steps u8, 0, first step u32, 8 unused
 *           steps    4 bytes: class u8, min u8, max u8 (255: without end), 0
 *           classes  256 bytes each, 1 for members
 *           runs     48 bytes: low nibble table[16], high nibble table[16], class u8, 3 unused, least length u32, 8 unused
 *
 * pack/image.ts keeps the same numbers (stages do not import one another); test/detect/layout.test.ts compares them.
 */
export const HASH_BITS = 15;
export const HASH_SIZE = 1 << HASH_BITS;
export const HEADS = HASH_SIZE;
export const HEADER = HEADS + HASH_SIZE * 4;
export const HEADER_SIZE = 64;
/** Signed 16-bit multipliers of the low and the high half of a folded gram (SIMD: one dot product). */
export const HASH_LOW = 0x6b2f;
export const HASH_HIGH = 0x3d4d;
export const HASH_SHIFT = 9;
export const ENTRY_SIZE = 8;
export const LITERAL_SIZE = 48;
export const STEP_SIZE = 4;
export const CLASS_SIZE = 256;
export const RUN_SIZE = 48;
export const ANY_LEFT = 255;
export const NO_END = 255;
/** The gates look this far behind a literal. */
export const HORIZON = 32;
/** Zero bytes that must follow the content. */
export const PADDING = 128;
