/** Where the benchmark keeps things. Everything below `work/` can be deleted at any time. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const runs = join(here, "runs");
export const packagesFile = join(here, "packages.json");

export const work = join(here, "work");
/** The packages, one folder each: `tree/<registry>/<name>@<version>`. */
export const tree = join(work, "tree");
export const stampFile = join(work, "tree.json");
/** About 200 MB of the tree's source text in one file. */
export const largeFile = join(work, "large", "large.txt");
/** One small file of ordinary text: what remains is start-up. */
export const smallFile = join(work, "small", "small.txt");
/** A bare repository of 20,000 commits, made here. */
export const historyFolder = join(work, "history.git");
/** Another, whose commits mostly add files. */
export const addingFolder = join(work, "adding.git");
export const downloads = join(work, "downloads");
export const peers = join(work, "peers");
export const output = join(work, "output");
export const kernelFolder = join(work, "kernel");

/** The program under test. */
export const tokscan = join(root, "bin", "tokscan.js");
