/**
 * In a history the commit that brought a value seldom has the comment that accepts it: that came later. A bound comment
 * holds for its value in its file, so it holds for the older versions of the file too.
 */
import type { AllowComment, RawFinding } from "../../model.js";

/**
 * @param placed findings at the commits that brought them
 * @param read all that was found in any version
 */
export function carryComments(placed: readonly RawFinding[], read: readonly RawFinding[]): readonly RawFinding[] {
  const bound = new Map<string, AllowComment[]>();
  for (const find of read) {
    const own = find.comments?.filter(({ fingerprint }) => fingerprint !== "") ?? [];
    if (own.length > 0) bound.set(nameOf(find), [...(bound.get(nameOf(find)) ?? []), ...own]);
  }
  if (bound.size === 0) return placed;
  return placed.map((find) => {
    const later = (bound.get(nameOf(find)) ?? []).filter((one) => find.comments?.includes(one) !== true);
    return later.length === 0 ? find : { ...find, comments: [...(find.comments ?? []), ...distinct(later)] };
  });
}

function nameOf({ origin, value }: RawFinding): string {
  return JSON.stringify([origin.path, value]);
}

/** The same words in two versions are one comment, of the place where they stood first in order. */
function distinct(comments: readonly AllowComment[]): AllowComment[] {
  const byText = new Map<string, AllowComment>();
  for (const one of [...comments].sort((a, b) => a.line - b.line || a.column - b.column)) {
    const text = JSON.stringify([one.marker, one.rule, one.fingerprint, one.reason, one.expires]);
    if (!byText.has(text)) byText.set(text, one);
  }
  return [...byText.values()];
}
