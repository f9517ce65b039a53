/** RE2 in JavaScript, for machines without the native part: the same matches on the same bytes. */
import { RE2JS } from "re2js";
import type { Regex, RegexEngine, RegexMatch } from "./regex-engine.js";

export const scriptEngine: RegexEngine = { name: "re2js", compile: (expression) => new Script(expression) };

class Script implements Regex {
  private readonly names: readonly string[];
  /** For a text that begins at `at`, and for one that begins one character before it. */
  private readonly atStart: RE2JS;
  private behindOne: RE2JS | undefined;
  private anywhere: RE2JS | undefined;
  constructor(private readonly expression: string) {
    this.atStart = RE2JS.compile(`\\A(?:${expression})`);
    this.names = Object.keys(this.atStart.namedGroups());
  }

  startsAt(bytes: Uint8Array, at: number, end: number): boolean {
    return this.anchored(at).matcher(decode(bytes, at, end).text).find();
  }

  exec(bytes: Uint8Array, at: number, end: number): RegexMatch | undefined {
    const decoded = decode(bytes, at, end);
    const matcher = this.anchored(at).matcher(decoded.text);
    if (!matcher.find()) return undefined;
    const groups: Record<string, readonly [number, number]> = {};
    for (const name of this.names) {
      const start = matcher.start(name);
      if (start >= 0) groups[name] = [decoded.offset(start), decoded.offset(matcher.end(name))];
    }
    return { start: at, end: decoded.offset(matcher.end()), groups };
  }

  find(bytes: Uint8Array, from: number, end: number): number {
    this.anywhere ??= RE2JS.compile(this.expression);
    const decoded = decode(bytes, from, end);
    const matcher = this.anywhere.matcher(decoded.text);
    return matcher.find(from > 0 ? 1 : 0) ? decoded.offset(matcher.start()) : -1;
  }

  private anchored(at: number): RE2JS {
    if (at === 0) return this.atStart;
    return (this.behindOne ??= RE2JS.compile(`\\A(?s:.)(?:${this.expression})`));
  }
}

interface Decoded {
  /** The byte before `at` as one character where there is one, then the text. */
  readonly text: string;
  /** UTF-16 index in `text` -> byte offset. */
  offset(index: number): number;
}

/** Stands for a byte before the text that is not ASCII: no word character, no line feed. */
const BEYOND_ASCII = "\u00ff";
/** Bytes that are no UTF-8 become lone surrogates, which no class of ours holds. */
const BROKEN = 0xdc00;

function decode(bytes: Uint8Array, at: number, end: number): Decoded {
  const before = at === 0 ? "" : (bytes[at - 1]) < 0x80 ? String.fromCharCode(bytes[at - 1]) : BEYOND_ASCII;
  const slice = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.max(0, end - at));
  if (isAscii(slice)) return { text: before + slice.toString("latin1"), offset: (index) => at + index - before.length };
  const offsets: number[] = [];
  let text = "";
  for (let i = 0; i < slice.length; ) {
    const length = sequenceLength(slice, i);
    const char = length === 0 ? String.fromCharCode(BROKEN + (slice[i])) : slice.toString("utf8", i, i + length);
    for (let k = 0; k < char.length; k++) offsets.push(at + i);
    text += char;
    i += Math.max(1, length);
  }
  offsets.push(at + slice.length);
  return { text: before + text, offset: (index) => (index < before.length ? at - 1 : (offsets[index - before.length])) };
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i]) > 0x7f) return false;
  return true;
}

/** Bytes of the valid UTF-8 sequence at `at`, or 0 (RFC 3629, table of well-formed sequences). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1];
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let k = 2; k < length; k++) if (((bytes[at + k]) & 0xc0) !== 0x80) return 0;
  return length;
}
