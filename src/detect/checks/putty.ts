/** PuTTY's key file: user manual, appendix C, "PPK file format", versions 1 to 3. */
import { fail, pass, type Check } from "./check.js";
import { plainLines } from "./armour.js";
import { decodeBase64 } from "./base64.js";

/** The base64 lines that `Name: count` announces, joined; undefined where they are not all there. */
function block(lines: readonly string[], name: string): string | undefined {
  const at = lines.findIndex((line) => line.startsWith(`${name}:`));
  const wanted = at < 0 ? 0 : Number(lines[at]?.slice(name.length + 1));
  if (!Number.isInteger(wanted) || wanted < 1 || at + wanted >= lines.length) return undefined;
  return lines.slice(at + 1, at + 1 + wanted).join("");
}

export const puttyCheck: Check = {
  type: "putty",
  options: [],
  run(value) {
    const lines = plainLines(value).filter((line) => line !== "");
    if (!/^PuTTY-User-Key-File-[123]: \S/.test(lines[0] ?? "")) return fail("does not begin as a PuTTY key file does");
    for (const name of ["Public-Lines", "Private-Lines"]) {
      const text = block(lines, name);
      if (text === undefined || decodeBase64(text) === undefined) return fail(`does not hold the base64 lines that ${name} announces`);
    }
    const mac = lines.find((line) => /^Private-(?:MAC|Hash): /.test(line));
    return mac !== undefined && /: (?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(mac) ? pass("holds all the lines it announces and a MAC") : fail("has no MAC of the right length");
  },
};
