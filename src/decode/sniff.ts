/**
 * Tells UTF-16 and UTF-32 from everything else by a content's first bytes. Everything else is "utf-8": bytes are scanned
 * as they lie, so a binary file must not be taken for text in wide characters, or the text in it would be lost.
 *
 * A byte order mark alone is not believed: two bytes in front would hide a whole ASCII file from the scan, while most
 * programs that read it would not mind. What follows must look like the encoding.
 */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";
export type WideEncoding = Exclude<Encoding, "utf-8">;

/** Bytes looked at. */
const LOOK = 1024;

/** One unit in so many may be odd; in random bytes an eighth is. */
const ODD_SHARE = 32;
const ODD_SHARE_MARKED = 16;

/** Fewer units than this without a mark are too few to tell, and hold no credential. */
const FEWEST_UNITS = 8;
/** So few units can look like a script by chance; Latin text is told from its NULs. */
const FEWEST_UNITS_OF_A_SCRIPT = 32;

/** What a content is if read in one of the encodings; counted only until too many units are odd. */
interface Census {
  readonly units: number;
  /** Units that text does not hold: NUL and other controls, unpaired surrogates, private use, marks, beyond Unicode. */
  readonly odd: number;
  /** Printable ASCII, tabs and line ends. */
  readonly ascii: number;
  /** Blanks and line ends. */
  readonly blank: number;
  /** How many different characters of printable ASCII there are. */
  readonly kinds: number;
  /** Latin-1 printable, ASCII included. */
  readonly latin: number;
  /** Bytes of all other units, NULs aside, and those of them that would be printable ASCII. */
  readonly bytes: number;
  readonly printable: number;
}

const WIDE: readonly WideEncoding[] = ["utf-32le", "utf-32be", "utf-16le", "utf-16be"];
const MARKS: Readonly<Record<WideEncoding, readonly number[]>> = {
  "utf-32le": [0xff, 0xfe, 0, 0], "utf-32be": [0, 0, 0xfe, 0xff], "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff],
};

/** @param head the content's first bytes, 1 KiB or more where it has them */
export function sniff(head: Uint8Array): Encoding {
  const look = head.subarray(0, LOOK);
  const first = look[0];
  if (first === 0xff || first === 0xfe || first === 0) {
    const marked = WIDE.find((encoding) => isMarked(look, encoding));
    if (marked) return marked;
  }
  // Nearly every file ends here: without a mark it takes blanks and the like to tell, and they hold NULs.
  return look.includes(0) ? (WIDE.find((encoding) => looksWide(look, encoding)) ?? "utf-8") : "utf-8";
}

/** A mark, and hardly a unit that text does not hold: random bytes have an eighth of them. */
function isMarked(head: Uint8Array, encoding: WideEncoding): boolean {
  const mark = MARKS[encoding];
  if (!mark.every((byte, i) => head[i] === byte)) return false;
  const counted = census(head.subarray(mark.length), encoding, ODD_SHARE_MARKED);
  return counted.odd <= 1 + counted.units / ODD_SHARE_MARKED && !isAsciiInTruth(counted);
}

function looksWide(head: Uint8Array, encoding: WideEncoding): boolean {
  const counted = census(head, encoding, ODD_SHARE);
  const { units, odd, ascii, latin } = counted;
  if (units < FEWEST_UNITS || odd > units / ODD_SHARE) return false;
  if (latin >= 0.7 * units) return true;
  // In UTF-32, tables of numbers cannot be told from other scripts, which without a mark are all but unheard of.
  return encoding.startsWith("utf-16") && units >= FEWEST_UNITS_OF_A_SCRIPT && ascii >= units / 16 && looksWritten(counted) && !isAsciiInTruth(counted);
}

/** Another script, with blanks, line ends and digits or the like among it: in tables of numbers and byte code some are missing. */
function looksWritten({ units, blank, kinds }: Census): boolean {
  return blank >= units / 128 && kinds >= 3;
}

/** Two letters of ASCII make one unit of Chinese. Chinese itself has some two fifths of such bytes, hiragana four fifths. */
function isAsciiInTruth({ bytes, printable }: Census): boolean {
  return printable > 0.9 * bytes;
}

function census(head: Uint8Array, encoding: WideEncoding, oddShare: number): Census {
  const width = encoding.startsWith("utf-32") ? 4 : 2;
  // A high surrogate is odd until its other half comes, and a mark allows for one.
  const mostOdd = head.length / width / oddShare + 2;
  const little = encoding.endsWith("le");
  let [units, odd, ascii, blank, latin, bytes, printable] = [0, 0, 0, 0, 0, 0, 0];
  const kinds = new Set<number>();
  let high = false;
  for (let i = 0; i + width <= head.length && odd <= mostOdd; i += width, units++) {
    const unit = unitAt(head, i, width, little);
    const surrogate = width === 2 ? unit & 0xfc00 : 0;
    const pair = surrogate === 0xdc00 && high;
    high = surrogate === 0xd800;
    // A high surrogate counts as odd until its low one comes.
    if (pair) odd--;
    else if (isOdd(unit)) odd++;
    if (isPrintable(unit)) {
      ascii++;
      if (unit >= 0x20) kinds.add(unit);
    } else {
      for (let byte = i; byte < i + width; byte++) {
        if (head[byte] !== 0) bytes++;
        if (isPrintable(head[byte])) printable++;
      }
    }
    if (unit === 0x20 || unit === 10 || unit === 13) blank++;
    if (isPrintable(unit) || (unit >= 0xa0 && unit < 0x100)) latin++;
  }
  return { units, odd, ascii, blank, kinds: kinds.size, latin, bytes, printable };
}

function unitAt(head: Uint8Array, at: number, width: number, little: boolean): number {
  let unit = 0;
  for (let i = 0; i < width; i++) unit = unit * 256 + (head[little ? at + width - 1 - i : at + i] ?? 0);
  return unit;
}

function isPrintable(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x7f) || (unit >= 9 && unit <= 13);
}

function isOdd(unit: number): boolean {
  if (unit < 0xa0) return !isPrintable(unit) && unit !== 0x1b && unit !== 0x85;
  return (unit >= 0xd800 && unit <= 0xf8ff) || unit === 0xfeff || (unit & 0xfffe) === 0xfffe || (unit >= 0xfdd0 && unit <= 0xfdef) || unit > 0x10ffff;
}
