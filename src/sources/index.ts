/** Where bytes come from: file trees, standard input, patches, changes in a repository, histories. */
export { walk, type WalkReport } from "./tree.js";
export { changes } from "./change.js";
export type { Change, ChangedFile, Changes } from "./changed.js";
export { Hiding } from "./hiding.js";
export { hidingAt, hidingIn, type State } from "./hiding-git.js";
export { nameOf } from "./names.js";
export { OWN_IGNORE } from "./ignore.js";
export { isLfsPointer, MOST_POINTER } from "./lfs.js";
export { likeness } from "./likeness.js";
export { openFile, type NotOpened, type OpenedFile, type RawFileRef } from "./file.js";
export { Patch, type PatchKind } from "./patch.js";
export type { Hunk } from "./patch-hunk.js";
export type { ReadBytes } from "./patch-lines.js";
export { Selection, type Selected } from "./selection.js";
export { readStdin } from "./stdin.js";
export { commitGraph, contentsUnder, foundations, HistoryReader, historyScope, priorContents, pushScope, standingIn, traceFindings, type CommitGraph, type HistoryContent, type HistoryScope, type PushScope, type Receiver, type Traced, type Unresolved } from "./history/index.js";
