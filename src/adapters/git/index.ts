/** The door to git: one repository, asked in short calls or streamed, with nothing of its own configuration run. */
export { BlobReader } from "./blobs.js";
export { failed, Git, type GitAnswer } from "./call.js";
export { globalSetting, setGlobal } from "./global.js";
export { fetchCommits } from "./fetch.js";
export type { GitUse } from "./environment.js";
export { GitObjects, type GitObject, type MissingObject, type ObjectType } from "./objects.js";
export { findProgram } from "./program.js";
export { openRepository, type Repository } from "./repository.js";
export { GitStream, type CallEnd } from "./stream.js";
export { listTracked, type Tracked } from "./tracked.js";
