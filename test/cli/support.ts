/** A run of the command line with streams that remember, in a tree described as path -> text. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { main } from "../../src/cli/main.js";
import type { Io, OutputStream } from "../../src/cli/io.js";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Folders end with a slash. Gives the real path of a new folder. */
export function tree(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tokscan-cli-")));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(file, text);
  }
  return folder;
}

interface Memory extends OutputStream {
  readonly text: string;
}

export function memory(fields: { readonly isTTY?: boolean; readonly columns?: number } = {}): Memory {
  let text = "";
  return {
    ...fields,
    get text() { return text; },
    write(more, done) {
      text += more;
      done?.();
      return true;
    },
  };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Without a home, so that nobody's own configuration is read. */
export const HOMELESS = { HOME: "", APPDATA: "" };

export function io(cwd: string, env: Io["env"] = {}, fields: { readonly stdout?: Memory; readonly stderr?: Memory } = {}): Io & { stdout: Memory; stderr: Memory } {
  return { stdout: memory(), stderr: memory(), ...fields, cwd, env: { ...HOMELESS, ...env } };
}

export async function tokscan(argv: readonly string[], cwd: string, env: Io["env"] = {}): Promise<Ran> {
  const streams = io(cwd, env);
  const code = await main(argv, streams);
  return { code, out: streams.stdout.text, err: streams.stderr.text };
}
