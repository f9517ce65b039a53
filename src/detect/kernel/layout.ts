/**
 * Layout of the image that the pack compiler writes and both kernels read. Little-endian, offsets in bytes from its start.
 *
 *   0       tags     131,072 bytes, bit t set where a gram with this hash has tag t: most strangers end here
 *   131072  heads    131,072 times index u16, marks u16: 1 + index of the first entry with this hash; of the marks one must be near, or all bits: need not
 *   655360  header   u32: entries offset, count; literals offset, count; gates offset; classes offset, count; runs offset, count; size;
 *                    most hits that one place can give; operations offset; row classes offset, count
 *   then    entries  8 bytes: gram u32, literal u16, offset of the gram in the literal i8, 1 if last of its chain u8
 *           literals 48 bytes: bytes[16], mask[16], length u8, 3 unused, first gate u32, end of gates u32, 4 unused
 *           gates    16 bytes: class u16, min u8, max u8 (255: without end), skip u16, hit u16 (65535: none), depth u8, kind u8, 2 unused, program u32
 *           ops      8 bytes: what u8 (0 step, 1 open, 2 or, 3 close), min u8, max u8, 1 unused, class u16, jump u16
 *           classes  32 bytes each: byte b is a member where bit (b >> 4) & 7 of byte (b & 15) is set, counted from 16 on for b above 127
 *           runs     8 bytes: class u16, mark u16 that the blocks of all its rows have (65535: none), least length u32
 *           rows     16 bytes, 16 of them at most: class u16, its first mark u8, how many u8, the row class within whose rows its own lie u8,
 *                    3 unused, for each mark a length (16 or more) u16, ascending. The first is looked for in the whole text
 *
 * Gates are trees in pre-order: one that fails skips `skip` rows, one that holds steps on to the next, and its `hit` is
 * reported. Kinds: 0 follows min to max bytes of a class behind the literal, from everywhere the gate above may end; 1 asks for
 * the class of the byte before the literal (65535: anything); 2 follows a choice between ways, `class` operations from
 * `program` on: `open` keeps where they begin, `or` begins the next way there, `close` unites where they ended. A step or close
 * that reaches nothing jumps; 3 asks whether a row with mark `class` lies in one of `min` blocks of 64 bytes, the literal's first.
 *
 * pack/image.ts keeps the same numbers (stages do not import one another); test/detect/layout.test.ts compares them.
 */
export const HASH_BITS = 17;
export const HASH_SIZE = 1 << HASH_BITS;
export const TAGS = 0;
export const HEADS = TAGS + HASH_SIZE;
export const HEADER = HEADS + HASH_SIZE * 4;
export const HEADER_SIZE = 64;
/** Signed 16-bit multipliers of the low and the high half of a folded gram (SIMD: one dot product). */
export const HASH_LOW = 0x6b2f;
export const HASH_HIGH = 0x3d4d;
export const HASH_SHIFT = 8;
export const ENTRY_SIZE = 8;
export const LITERAL_SIZE = 48;
export const GATE_SIZE = 16;
export const OP_SIZE = 8;
export const CLASS_SIZE = 32;
export const RUN_SIZE = 8;
export const ROW_SIZE = 16;
/** Blocks that one question about near rows covers; as many zero bytes follow the marks. */
export const MOST_BLOCKS = 8;
export const ANY_LEFT = 65535;
export const NO_END = 255;
export const NO_HIT = 65535;
/** The gates look this far behind a literal; what goes on there counts as holding. */
export const HORIZON = 63;
/** Deepest gate: the left one, and as many steps as the pack compiler writes. */
export const DEEPEST = 32;
/** Zero bytes that must follow the content. */
export const PADDING = 128;
