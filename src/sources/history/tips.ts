/**
 * Which of the wanted contents the trees of refs hold. Trees are asked for level by level and each once, whatever number
 * of refs share it; only folders in which a wanted content ever lay are entered.
 */
import { GitObjects, type Git } from "../../adapters/git/index.js";

interface Node {
  readonly hits: readonly string[];
  readonly below: readonly string[];
}

/** A tree in a folder: the same tree may lie in several. */
interface Place {
  readonly key: string;
  readonly tree: string;
  readonly folder: string;
}

/** `4`: the mode of folders is 40000, all others begin with another digit. */
const FOLDER = 0x34;

/** @param paths byte strings; gives contents by root tree */
export function contentsOfTrees(git: Git, roots: Iterable<string>, wanted: ReadonlySet<string>, paths: Iterable<string>): Map<string, Set<string>> {
  const folders = foldersOf(paths);
  const nodes = new Map<string, Node>();
  const objects = GitObjects.answering(git);
  const all = [...new Set(roots)];
  for (let level = all.map((tree) => place(tree, "")); level.length > 0; ) {
    const fresh = [...new Map(level.filter(({ key }) => !nodes.has(key)).map((one) => [one.key, one])).values()];
    objects.ask(fresh.map(({ tree }) => tree));
    level = fresh.flatMap((one) => {
      const object = objects.next();
      const entries = object && "id" in object ? parseTree(objects.content() ?? Buffer.alloc(0), object.id.length / 2) : [];
      const below = entries.flatMap(({ id, folder }) => (folder !== undefined && folders.has(`${one.folder}${folder}/`) ? [place(id, `${one.folder}${folder}/`)] : []));
      nodes.set(one.key, { hits: entries.filter(({ id }) => wanted.has(id)).map(({ id }) => id), below: below.map(({ key }) => key) });
      return below;
    });
  }
  objects.finish();
  return new Map(all.map((tree) => [tree, gather(place(tree, "").key, nodes)]));
}

function place(tree: string, folder: string): Place {
  return { key: `${tree} ${folder}`, tree, folder };
}

function gather(key: string, nodes: ReadonlyMap<string, Node>): Set<string> {
  const found = new Set<string>();
  const stack = [key];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const node = nodes.get(at);
    for (const hit of node?.hits ?? []) found.add(hit);
    stack.push(...(node?.below ?? []));
  }
  return found;
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) folders.add(path.slice(0, slash + 1));
  return folders;
}

/** `<mode> <name> NUL <id>`, again and again; the name of folders alone. */
function parseTree(bytes: Buffer, idBytes: number): { readonly folder: string | undefined; readonly id: string }[] {
  const entries = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(32, at);
    const nul = bytes.indexOf(0, blank);
    if (blank < 0 || nul < 0) break;
    const end = nul + 1 + idBytes;
    entries.push({ folder: bytes[at] === FOLDER ? bytes.toString("latin1", blank + 1, nul) : undefined, id: bytes.toString("hex", nul + 1, end) });
    at = end;
  }
  return entries;
}
