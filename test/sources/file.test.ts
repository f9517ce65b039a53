/** Opening what a walk found, when it is something else by then. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { openFile } from "../../src/sources/index.js";
import { tree } from "./trees.js";

const root = tree({ "a": "12345", "link": "-> a", "dangling": "-> nowhere", "self": "-> self", "d/x": "", "in": "-> d" });
execFileSync("mkfifo", [join(root, "pipe")]);

function open(path: string, named = false): unknown {
  const opened = openFile({ path, file: join(root, path), named });
  if (!("fd" in opened)) return "code" in opened ? `${opened.level} ${opened.code} ${opened.path}` : opened;
  const file = fstatSync(opened.fd).isFile();
  closeSync(opened.fd);
  return { size: opened.size, file };
}

describe("openFile", () => {
  it("opens a regular file and knows its size", () => expect(open("a")).toEqual({ size: 5, file: true }));

  it("follows a link only where it was named", () => {
    expect(open("link")).toEqual({ notOpened: "link" });
    expect(open("link", true)).toEqual({ size: 5, file: true });
  });

  it("does not wait for the other end of a FIFO, named or not", () => {
    expect(open("pipe")).toEqual({ notOpened: "special" });
    expect(open("pipe", true)).toEqual({ notOpened: "special" });
  });

  it("does not read sockets and devices", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "socket"), done));
    expect(open("socket")).toEqual({ notOpened: "special" });
    await new Promise((done) => server.close(done));
    expect(openFile({ path: "zero", file: "/dev/zero", named: false })).toEqual({ notOpened: "special" });
  });

  it("tells what vanished, with its folder or alone, and what became a folder", () => {
    expect(open("gone")).toBe("incomplete vanished gone");
    expect(open("gone/far")).toBe("incomplete vanished gone/far");
    expect(open("a/below")).toBe("incomplete vanished a/below");
    expect(open("dangling", true)).toBe("incomplete vanished dangling");
    expect(open("d")).toBe("incomplete changed d");
  });

  it("tells what the system refuses", () => {
    expect(openFile({ path: "p", file: join(root, "n".repeat(300)), named: false })).toMatchObject({ code: "unreadable", level: "incomplete", message: "could not be read: ENAMETOOLONG" });
  });

  it.runIf(process.getuid?.() !== 0)("tells what may not be read", () => {
    execFileSync("chmod", ["000", join(root, "d/x")]);
    expect(open("d/x")).toBe("incomplete unreadable d/x");
  });

  it("leaves no descriptor open", () => {
    const count = (): number => {
      const fd = openFile({ path: "a", file: join(root, "a"), named: false });
      if (!("fd" in fd)) throw new Error("not opened");
      closeSync(fd.fd);
      return fd.fd;
    };
    const before = count();
    for (let i = 0; i < 50; i++) for (const path of ["pipe", "link", "d", "gone"]) open(path);
    expect(count()).toBe(before);
  });

  it("reads a file swapped for a folder or a link as neither", () => {
    rmSync(join(root, "d/x"));
    mkdirSync(join(root, "d/x"));
    expect(open("d/x")).toBe("incomplete changed d/x");
    rmSync(join(root, "d/x"), { recursive: true });
    symlinkSync("/etc/hostname", join(root, "d/x"));
    expect(open("d/x")).toEqual({ notOpened: "link" });
  });
});

describe("readStdin", () => {
  const bundle = join(root, "stdin.mjs");
  const imported = `import { readStdin } from ${JSON.stringify(bundle)};`;
  beforeAll(() => {
    buildSync({ entryPoints: ["src/sources/stdin.ts"], bundle: true, platform: "node", format: "esm", outfile: bundle });
  });

  /** Runs a reader of standard input as a process of its own and gives what it printed. */
  async function read(input: (child: ReturnType<typeof spawn>) => void, before = ""): Promise<string> {
    const script = `${imported} ${before}
      const buffer = new Uint8Array(100); const parts = [];
      try { for (let n; (n = readStdin(buffer, 10, 7)) > 0; ) parts.push(Buffer.from(buffer.subarray(10, 10 + n)).toString()); console.log(parts.every((p) => p.length <= 7) + " " + parts.join("")); }
      catch (error) { console.log(error.code + ": " + error.message); }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    input(child);
    await new Promise((done) => child.on("close", done));
    return out.trim();
  }

  it("reads to the end, in pieces that fit", async () => {
    expect(await read((child) => child.stdin?.end("hello standard input"))).toBe("true hello standard input");
    expect(await read((child) => child.stdin?.end())).toBe("true");
  });

  it("waits where the pipe does not block and is empty for a while", async () => {
    // Touching process.stdin makes the descriptor one that does not block.
    const answer = await read((child) => {
      child.stdin?.write("first ");
      child.stdout?.once("data", () => child.stdin?.end("second"));
    }, "process.stdin.unref(); process.stdout.write('ready ');");
    expect(answer).toBe("ready true first second");
  });

  it("of a folder ends the run", () => {
    const script = `${imported} try { readStdin(new Uint8Array(9), 0, 9); } catch (error) { console.log(error.code + ": " + error.message); }`;
    const out = execFileSync("sh", ["-c", `'${process.execPath}' --input-type=module -e "$1" < /`, "sh", script], { encoding: "utf8" });
    expect(out.trim()).toBe("path-special: standard input: is a folder, which tokscan does not open");
  });
});
