/** Where bytes come from: file trees and standard input. */
export { walk, type WalkReport } from "./tree.js";
export { openFile, type NotOpened, type OpenedFile, type RawFileRef } from "./file.js";
export { readStdin } from "./stdin.js";
