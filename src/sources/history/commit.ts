/** Commits and annotated tags as git stores them: header lines, an empty line, the message. Git's `commit-object` format. */
import { isUtf8 } from "node:buffer";

export interface CommitFacts {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  /** The author's, ISO 8601 in UTC; empty where it is damaged. */
  readonly date: string;
  readonly subject: string;
}

export interface Told extends CommitFacts {
  /** In UTF-8. */
  readonly message: Buffer;
}

/** A tag's message; `author` and the rest are the tagger's. */
export interface ToldTag extends Told {
  readonly name: string;
  /** What it points at. */
  readonly target: string;
}

export function parseCommit(id: string, bytes: Buffer): Told {
  const { headers, message } = parts(bytes);
  return { id, parents: headers.filter(([name]) => name === "parent").map(([, value]) => value), ...person(valueOf(headers, "author")), subject: subject(message), message };
}

export function parseTag(id: string, bytes: Buffer): ToldTag {
  const { headers, message } = parts(bytes);
  return { id, parents: [], name: valueOf(headers, "tag"), target: valueOf(headers, "object"), ...person(valueOf(headers, "tagger")), subject: subject(message), message };
}

/** The message of a commit or a tag alone; behind that of a merge those of tags that it keeps in its headers, for no ref may lead to them. */
export function messageOf(bytes: Buffer): Buffer {
  const end = bytes.indexOf("\n\n");
  const headers = end < 0 ? bytes : bytes.subarray(0, end);
  const message = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2);
  const own = isUtf8(message) ? message : utf8(message, encodingOf(headers));
  const tags = headers.includes(MERGED_TAG) ? keptTags(headers) : [];
  return tags.length === 0 ? own : Buffer.concat([own, ...tags.flatMap((tag) => [LINE_END, messageOf(tag)])]);
}

/** What a tag points at where that is another tag. */
export function taggedTag(bytes: Buffer): string | undefined {
  return /^object ([0-9a-f]+)\ntype tag\n/.exec(bytes.toString("latin1", 0, 128))?.[1];
}

const MERGED_TAG = "\nmergetag ";
const LINE_END = Buffer.from("\n");

/** Whole tags, of which each line but the first stands behind a blank. */
function keptTags(headers: Buffer): Buffer[] {
  const tags = headers.toString("latin1").matchAll(/^mergetag (.*(?:\n .*)*)/gm);
  return [...tags].map(([, tag]) => Buffer.from(tag.replace(/^ /gm, ""), "latin1"));
}

type Header = readonly [name: string, value: string];

function parts(bytes: Buffer): { readonly headers: readonly Header[]; readonly message: Buffer } {
  const end = bytes.indexOf("\n\n");
  const raw = end < 0 ? bytes : bytes.subarray(0, end);
  const encoding = encodingOf(raw);
  // Lines that begin with a blank go on with a signature or the like.
  const headers = utf8(raw, encoding).toString("utf8").split("\n").map((line): Header => [line.slice(0, Math.max(0, line.indexOf(" "))), line.slice(line.indexOf(" ") + 1)]);
  return { headers, message: end < 0 ? Buffer.alloc(0) : utf8(bytes.subarray(end + 2), encoding) };
}

function encodingOf(headers: Buffer): string | undefined {
  return /^encoding (.+)$/m.exec(headers.toString("latin1"))?.[1];
}

/** Whatever the header says, what is UTF-8 is UTF-8; what nobody names is taken byte by byte. */
function utf8(bytes: Buffer, encoding: string | undefined): Buffer {
  if (isUtf8(bytes)) return bytes;
  try {
    return Buffer.from(new TextDecoder(encoding ?? "latin1").decode(bytes));
  } catch {
    return Buffer.from(bytes.toString("latin1"));
  }
}

function valueOf(headers: readonly Header[], name: string): string {
  return headers.find(([one]) => one === name)?.[1] ?? "";
}

function person(line: string): Pick<CommitFacts, "author" | "email" | "date"> {
  const [, author = line, email = "", seconds = ""] = /^(.*?) ?<(.*?)> ?(-?\d{1,12})?/s.exec(line) ?? [];
  const time = new Date(Number(seconds) * 1000);
  return { author, email, date: seconds === "" || Number.isNaN(time.getTime()) ? "" : time.toISOString().replace(".000Z", "Z") };
}

/** The first paragraph on one line, as git has it. */
function subject(message: Buffer): string {
  const [, paragraph = ""] = /^\s*((?:.*\S.*\n?)*)/.exec(message.subarray(0, 4096).toString("utf8")) ?? [];
  return paragraph.trim().replace(/\s*\n\s*/g, " ");
}
