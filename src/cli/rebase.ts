/**
 * Globs of a configuration (gitignore syntax) count from the repository's root, those of a scan from the scanned root,
 * which may lie deeper: `tokscan scan src` must leave out what `exclude: [src/vendor/**]` names.
 */

/** Below a folder that is matched as a whole, everything is. */
export const EVERYTHING = "**";

/**
 * The globs that mean below `folder` what `glob` means at the top; none where it cannot match there. In the part of a
 * glob that names the folder `*`, `?` and `**` are understood; a set (`[ab]`) matches nothing there.
 * @param folder `/`-separated, relative to the top; empty is the top itself
 */
export function rebase(glob: string, folder: string): string[] {
  const down = folder.split("/").filter((name) => name !== "");
  if (down.length === 0) return [glob];
  const [, not = "", body = "", end = ""] = /^(!?)(.*?)(\/?)$/s.exec(glob) ?? [];
  const pieces = body.replace(/^\//, "").split("/");
  // Without a slash inside, a glob is about names at any depth, those of the folder and of what it lies in among them.
  const found = body.includes("/") ? below(pieces, down, end) : [`${body}${end}`, ...(down.some((name) => matches(body, name)) ? [EVERYTHING] : [])];
  return [...new Set(found)].map((one) => `${not}${one}`);
}

/** @param end the slash of a glob that is about folders alone */
function below(pieces: readonly string[], down: readonly string[], end: string): string[] {
  const [piece, ...rest] = pieces;
  const [name, ...deeper] = down;
  if (piece === undefined) return [EVERYTHING];
  if (name === undefined) return [`${rooted(pieces)}${end}`];
  // At the end it matches the folder itself; before it, any number of folders.
  if (piece === "**") return rest.length === 0 ? [EVERYTHING] : [...below(pieces, deeper, end), ...below(rest, down, end)];
  return matches(piece, name) ? below(rest, deeper, end) : [];
}

/** A single name would match at any depth without a slash. */
function rooted(pieces: readonly string[]): string {
  return pieces.length === 1 && pieces[0] !== EVERYTHING ? `/${pieces.join("/")}` : pieces.join("/");
}

/** `*` and `?` against one name, in steps of at most both lengths multiplied: globs may come from a hostile tree. */
function matches(glob: string, name: string): boolean {
  let [g, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (glob[g] === "*") [star, mark] = [g++, n];
    else if (g < glob.length && (glob[g] === "?" || glob[g] === name[n])) [g, n] = [g + 1, n + 1];
    else if (star >= 0) [g, n] = [star + 1, ++mark];
    else return false;
  }
  return /^\**$/.test(glob.slice(g));
}
