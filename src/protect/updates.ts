/**
 * What git tells a hook about a push, on standard input: a line for each ref (githooks(5)). A line that is none of the
 * protocol is refused, never passed over: what it meant to say would go unread.
 */
import { TokscanError } from "../errors.js";
import type { RefUpdate } from "../model.js";

/** What a name of a ref may not hold (git-check-ref-format(1)); a deleted or odd local one is told as it was typed. */
const REF = String.raw`[^\x00-\x20\x7f~^:?*[\\]+`;
const ID = "[0-9a-f]+";
const PRE_PUSH = new RegExp(`^(.+) (${ID}) (${REF}) (${ID})$`, "s");
const PRE_RECEIVE = new RegExp(`^(${ID}) (${ID}) (${REF})$`);

/** `<local ref> <local id> <remote ref> <remote id>`. @param idLength in hexadecimal digits @throws TokscanError push-protocol */
export function parsePrePush(input: string, idLength: number): RefUpdate[] {
  return updates(input, PRE_PUSH, "<local ref> <local id> <remote ref> <remote id>", idLength, ([local, to, ref, from]) => ({ ref, old: from, new: to, local }));
}

/** `<old id> <new id> <ref>`. @param idLength in hexadecimal digits @throws TokscanError push-protocol */
export function parsePreReceive(input: string, idLength: number): RefUpdate[] {
  return updates(input, PRE_RECEIVE, "<old id> <new id> <ref>", idLength, ([from, to, ref]) => ({ ref, old: from, new: to }));
}

interface Fields extends RefUpdate {
  readonly old: string;
  readonly new: string;
}

function updates(input: string, line: RegExp, shape: string, idLength: number, read: (fields: string[]) => Fields): RefUpdate[] {
  const lines = input.split("\n");
  // What follows the last line feed is nothing, or a line that was cut off and may still look whole.
  const rest = lines.pop() ?? "";
  if (rest !== "") throw malformed(lines.length + 1, "it does not end with a line feed");
  return lines.map((text, i) => {
    const fields = line.exec(text)?.slice(1);
    if (fields === undefined) throw malformed(i + 1, `it is not \`${shape}\``);
    const update = read(fields);
    for (const id of [update.old, update.new]) if (id.length !== idLength) throw malformed(i + 1, `an object id has ${id.length} digits and not ${idLength}`);
    return { ...update, old: objectOf(update.old), new: objectOf(update.new) };
  });
}

/** All zeros stand for no object. */
function objectOf(id: string): string | undefined {
  return /^0+$/.test(id) ? undefined : id;
}

function malformed(line: number, what: string): TokscanError {
  return new TokscanError("push-protocol", { line: String(line), what });
}
