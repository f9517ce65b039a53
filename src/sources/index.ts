/** Where bytes come from: file trees, standard input, patches. */
export { walk, type WalkReport } from "./tree.js";
export { openFile, type NotOpened, type OpenedFile, type RawFileRef } from "./file.js";
export { Patch, type PatchKind } from "./patch.js";
export type { Hunk } from "./patch-hunk.js";
export type { ReadBytes } from "./patch-lines.js";
export { Selection, type Selected } from "./selection.js";
export { readStdin } from "./stdin.js";
