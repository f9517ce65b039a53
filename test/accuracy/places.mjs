/** Where the measurement keeps things. Everything below `work/` can be deleted at any time. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const runs = join(here, "runs");
export const packagesFile = join(here, "packages.json");
export const marksFile = join(here, "marks.json");

/** TOKSCAN_ACCURACY_WORK puts it elsewhere. */
export const work = process.env["TOKSCAN_ACCURACY_WORK"] ?? join(here, "work");
export const tree = join(work, "tree");

/** The program under test. */
export const tokscan = join(root, "bin", "tokscan.js");
