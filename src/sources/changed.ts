/** What is compared, and what comes of it. */
import type { Diagnostic, FileRef } from "../model.js";
import type { Name } from "./names.js";

/** What is compared: trees or commits by their ids, the index, the files in the working tree. */
export interface Change {
  /** Older states: one, several parents of a merge, or none where there was nothing before. */
  readonly old: readonly string[];
  readonly now: { readonly commit: string } | "index" | "files";
}

export interface ChangedFile {
  readonly name: Name;
  /** The new version: a blob, or a file of the working tree. */
  readonly now: { readonly blob: string } | { readonly file: FileRef };
  /** Older versions at this path, or at the path that it was renamed from. */
  readonly old: readonly string[];
}

export interface Changes {
  readonly files: readonly ChangedFile[];
  /** Blobs of files that the working tree has no more: one may be a new file's older version. */
  readonly gone: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
