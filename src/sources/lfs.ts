/** Pointers of Git LFS: small texts that stand in git for a file which lies on a server (git-lfs, `docs/spec.md`). */

/** Bytes of the largest pointer. */
export const MOST_POINTER = 1024;

/** `v` */
const FIRST = 0x76;

export function isLfsPointer(content: Uint8Array): boolean {
  return content[0] === FIRST && content.length < MOST_POINTER && /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:[a-z0-9.-]+ .*\n)*?oid sha256:[0-9a-f]{64}\n/.test(Buffer.from(content.buffer, content.byteOffset, content.length).toString("latin1"));
}
