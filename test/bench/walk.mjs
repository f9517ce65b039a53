import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every regular file below a folder. @param {string} folder @returns {Generator<string>} */
export function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}
