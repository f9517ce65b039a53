/**
 * Layout of the image that the pack compiler writes and both kernels read. Little-endian, offsets in bytes from its start.
 *
 *   0       filter   131,072 bytes, 1 where a gram with this hash exists
 *   131072  tags     131,072 bytes, bit t set where a gram with this hash has tag t: most strangers end here
 *   262144  heads    131,072 u16: 0, or 1 + index of the first entry with this hash
 *   524288  header   u32: entries offset, count; literals offset, count; gates offset; classes offset, count; runs offset, count; size;
 *                    most hits that one place can give
 *   then    entries  8 bytes: gram u32, literal u16, offset of the gram in the literal i8, 1 if last of its chain u8
 *           literals 48 bytes: bytes[16], mask[16], length u8, 3 unused, first gate u32, end of gates u32, 4 unused
 *           gates    12 bytes: class u16, min u8, max u8 (255: without end), skip u16, hit u16 (65535: none), depth u8, 1 for left u8, 2 unused
 *           classes  32 bytes each: byte b is a member where bit (b >> 4) & 7 of byte (b & 15) is set, counted from 16 on for b above 127
 *           runs     8 bytes: class u16, 2 unused, least length u32
 *
 * Gates are trees in pre-order: one that fails skips `skip` rows, one that holds steps on to the next, and its `hit` is
 * reported. A left gate asks for the class of the byte before the literal (65535: anything); the others follow min to max
 * bytes of a class behind it, from everywhere the gate above may end.
 *
 * pack/image.ts keeps the same numbers (stages do not import one another); test/detect/layout.test.ts compares them.
 */
export const HASH_BITS = 17;
export const HASH_SIZE = 1 << HASH_BITS;
export const TAGS = HASH_SIZE;
export const HEADS = TAGS + HASH_SIZE;
export const HEADER = HEADS + HASH_SIZE * 2;
export const HEADER_SIZE = 64;
/** Signed 16-bit multipliers of the low and the high half of a folded gram (SIMD: one dot product). */
export const HASH_LOW = 0x6b2f;
export const HASH_HIGH = 0x3d4d;
export const HASH_SHIFT = 8;
export const ENTRY_SIZE = 8;
export const LITERAL_SIZE = 48;
export const GATE_SIZE = 12;
export const CLASS_SIZE = 32;
export const RUN_SIZE = 8;
export const ANY_LEFT = 65535;
export const NO_END = 255;
export const NO_HIT = 65535;
/** The gates look this far behind a literal; what goes on there counts as holding. */
export const HORIZON = 31;
/** Deepest gate: the left one, and as many steps as the pack compiler writes. */
export const DEEPEST = 16;
/** Zero bytes that must follow the content. */
export const PADDING = 128;
