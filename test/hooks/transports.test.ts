/** The same hook behind ssh, git's own protocol and smart HTTP, many pushes at once, and random pushes against a model. */
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { environment } from "../support/binary.js";
import { temporaryFolder } from "../support/repository.js";
import { isMissing } from "../support/programs.js";
import { git, guarded, KEY, OTHER, refs, tokscan } from "./support.js";

interface Ended {
  readonly code: number;
  readonly said: string;
}

/** Without waiting, so that a server in this process can answer. */
function pushing(work: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile("git", ["push", ...args], { cwd: work, env: environment({ LC_ALL: "C" }) }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` });
    });
  });
}

function listening(server: { listen(port: number, host: string, done: () => void): unknown; address(): AddressInfo | string | null }): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

/** git-http-backend as a web server runs it (CGI, RFC 3875). */
async function httpServer(root: string): Promise<string> {
  const backend = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    const child = spawn(backend, [], {
      env: environment({
        GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: "1", REMOTE_USER: "ann", REQUEST_METHOD: request.method ?? "", PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers["content-type"] ?? "", CONTENT_LENGTH: request.headers["content-length"] ?? "", HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      }),
    });
    request.pipe(child.stdin);
    child.stdin.on("error", () => undefined);
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    child.on("close", () => {
      const whole = Buffer.concat(pieces);
      const end = whole.indexOf("\r\n\r\n");
      const headers = whole.toString("latin1", 0, end).split("\r\n").map((line) => line.split(": ") as [string, string]);
      for (const [name, value] of headers) if (name !== "Status") response.setHeader(name, value);
      response.statusCode = Number(headers.find(([name]) => name === "Status")?.[1].slice(0, 3) ?? 200);
      response.end(whole.subarray(end + 4));
    });
  });
  const port = await listening(server);
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${port}`;
}

async function freePort(): Promise<number> {
  const probe = createTcpServer();
  const port = await listening(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** git's own protocol, open for pushes. */
async function daemon(root: string): Promise<string> {
  const port = await freePort();
  const child: ChildProcess = spawn("git", ["daemon", "--verbose", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1", `--port=${port}`, `--base-path=${root}`, root], { env: environment(), stdio: ["ignore", "ignore", "pipe"], detached: true });
  onTestFinished(() => void (child.pid !== undefined && process.kill(-child.pid)));
  await new Promise<void>((resolve) => child.stderr?.once("data", () => resolve()));
  return `git://127.0.0.1:${port}`;
}

const SSHD = "/usr/sbin/sshd";

/** A real sshd that speaks over ssh's own standard input and output, so that no port is taken; the account is one's own. */
function sshCommand(): string {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);
  for (const name of ["host", "client"]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
  writeFileSync(file("config"), `HostKey ${file("host")}\nAuthorizedKeysFile ${file("client.pub")}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\n`);
  return `ssh -F none -i '${file("client")}' -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o 'ProxyCommand=${SSHD} -i -f ${file("config")}'`;
}

test.skipIf(!existsSync(SSHD) || !existsSync("/run/sshd") || isMissing("ssh", "ssh-keygen"))("over ssh a push is refused, let in by an option, or let in", () => {
  const { work, server } = guarded();
  work.git("remote", "set-url", "origin", `ssh://${userInfo().username}@server${server.folder}`);
  const env = { GIT_SSH_COMMAND: sshCommand() };
  const before = refs(server);
  work.commit({ a: `x\n${KEY}\n` });
  const refused = git(work, ["push", "origin", "main"], { env });
  expect(refused.code).not.toBe(0);
  for (const text of ["remote: tokscan refused this push", "path: a:2"]) expect(refused.said).toContain(text);
  expect(refs(server)).toBe(before);
  const [, print = ""] = /tokscan\.bypass=([0-9a-f]{32}):REASON/.exec(refused.said) ?? [];
  expect(git(work, ["push", "-o", `tokscan.bypass=${print}:false-positive`, "origin", "main"], { env })).toMatchObject({ code: 0 });
  work.commit({ b: "1\n" });
  expect(git(work, ["push", "origin", "main"], { env })).toMatchObject({ code: 0 });
  expect(refs(server)).toContain(work.head());
}, 60_000);

test.each([["smart HTTP", httpServer], ["git's own protocol", daemon]])("over %s a push is refused, let in by an option, or let in", async (_, serve) => {
  const { work, server } = guarded();
  server.git("config", "http.receivepack", "true");
  const address = `${await serve(dirname(server.folder))}/${basename(server.folder)}`;
  const before = refs(server);
  work.commit({ a: `x\n${KEY}\n` });
  const refused = await pushing(work.folder, address, "main");
  expect(refused.code).not.toBe(0);
  for (const text of ["remote: tokscan refused this push", "path: a:2"]) expect(refused.said).toContain(text);
  expect(refs(server)).toBe(before);
  const [, print = ""] = /tokscan\.bypass=([0-9a-f]{32}):REASON/.exec(refused.said) ?? [];
  expect(await pushing(work.folder, "-o", `tokscan.bypass=${print}:false-positive`, address, "main")).toMatchObject({ code: 0 });
  work.commit({ b: "1\n" });
  expect(await pushing(work.folder, address, "main")).toMatchObject({ code: 0 });
  expect(refs(server)).toContain(work.head());
}, 60_000);

test("20 pushes at once: each is judged by itself, and the log is whole", async () => {
  const { work, server } = guarded();
  const base = work.head();
  for (let i = 0; i < 20; i++) {
    work.git("checkout", "--quiet", "-b", `b${i}`, base);
    work.commit({ [`f${i}`]: i % 2 === 0 ? `${i}\n` : `${KEY}\n` });
  }
  const ended = await Promise.all(Array.from({ length: 20 }, (_, i) => pushing(work.folder, "origin", `b${i}`)));
  expect(ended.map(({ code }) => code === 0)).toEqual(ended.map((_, i) => i % 2 === 0));
  const arrived = refs(server).split("\n").map((line) => line.split(" ")[0]).sort();
  expect(arrived).toEqual(["refs/heads/main", ...Array.from({ length: 10 }, (_, i) => `refs/heads/b${2 * i}`)].sort());
  const blocked = readFileSync(join(server.folder, "tokscan/audit.jsonl"), "utf8").split("\n").filter((line) => line.includes("\"action\":\"blocked\""));
  expect(blocked.length).toBe(10);
  expect(tokscan(server.folder, ["audit", "verify"])).toMatchObject({ code: 0 });
}, 120_000);

/** What one commit of a scenario does. */
type Step =
  | { readonly kind: "write"; readonly path: number; readonly secret: number }
  | { readonly kind: "remove" | "rename" | "copy"; readonly path: number; readonly to: number }
  | { readonly kind: "branch" | "push" | "force" };

const PATHS = ["a.txt", "dir/b.txt", "c.env"] as const;
const FILLING = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");
const SECRETS = ["", `${KEY}\n`, `${OTHER}\n`] as const;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), path: fc.nat(2), secret: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("remove" as const, "rename" as const, "copy" as const), path: fc.nat(2), to: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("branch" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("push" as const, "force" as const) }) },
);

/** Files and what each holds, of every commit: what the model knows. */
type Tree = ReadonlyMap<string, number>;

class Model {
  private readonly trees = new Map<string, { readonly tree: Tree; readonly parents: readonly string[]; readonly renamed: ReadonlyMap<string, string> }>();
  readonly received = new Set<string>();

  commit(id: string, tree: Tree, parents: readonly string[], renamed: ReadonlyMap<string, string> = new Map()): void {
    this.trees.set(id, { tree, parents, renamed });
  }

  treeOf(id: string): Tree {
    return this.trees.get(id)?.tree ?? new Map();
  }

  /** All that leads to `id` and was not received. */
  fresh(id: string): string[] {
    const found = new Set<string>();
    const stack = [id];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (found.has(at) || this.received.has(at)) continue;
      found.add(at);
      stack.push(...(this.trees.get(at)?.parents ?? []));
    }
    return [...found];
  }

  /** A push must be refused where a new commit brings a value to a path where no parent has it, and the receiver never had it there. */
  mustRefuse(id: string): boolean {
    const held = new Set([...this.received].flatMap((known) => [...this.treeOf(known)].map(([path, secret]) => `${path} ${secret}`)));
    return this.fresh(id).some((commit) => {
      const { tree, parents, renamed } = this.trees.get(commit) ?? { tree: new Map<string, number>(), parents: [], renamed: new Map<string, string>() };
      return [...tree].some(([path, secret]) => secret > 0 && !held.has(`${path} ${secret}`)
        && parents.every((parent) => this.treeOf(parent).get(path) !== secret && this.treeOf(parent).get(renamed.get(path) ?? path) !== secret));
    });
  }

  receive(id: string): void {
    for (const commit of this.fresh(id)) this.received.add(commit);
  }
}

function play(steps: readonly Step[]): void {
  const { work, server } = guarded();
  const model = new Model();
  const first = work.head();
  model.commit(first, new Map(), []);
  model.receive(first);
  let branch = "main";
  let count = 0;
  const commit = (tree: Tree, change: Readonly<Record<string, string | null>>, renamed?: ReadonlyMap<string, string>): void => {
    const parent = work.head();
    model.commit(work.commit(change, `commit ${++count}`), tree, [parent], renamed);
  };
  for (const one of steps) {
    const head = work.head();
    const tree = model.treeOf(head);
    const [path, to] = [PATHS["path" in one ? one.path : 0], PATHS["to" in one ? one.to : 0]];
    if (one.kind === "write") commit(new Map([...tree, [path, one.secret]]), { [path]: `${one.path} ${FILLING}${SECRETS[one.secret]}` });
    else if (one.kind === "remove" && tree.has(path)) commit(new Map([...tree].filter(([name]) => name !== path)), { [path]: null });
    else if (one.kind === "copy" && tree.has(path) && path !== to) commit(new Map([...tree, [to, tree.get(path) ?? 0]]), { [to]: readFileSync(join(work.folder, path), "utf8") });
    else if (one.kind === "rename" && tree.has(path) && !tree.has(to)) {
      const text = readFileSync(join(work.folder, path), "utf8");
      commit(new Map([...[...tree].filter(([name]) => name !== path), [to, tree.get(path) ?? 0]]), { [path]: null, [to]: text }, new Map([[to, path]]));
    } else if (one.kind === "branch") {
      branch = `b${++count}`;
      work.git("checkout", "--quiet", "-b", branch);
    } else if (one.kind === "push" || one.kind === "force") {
      const before = refs(server);
      const expected = model.mustRefuse(head);
      const pushed = git(work, ["push", ...(one.kind === "force" ? ["--force"] : []), "origin", branch]);
      expect({ refused: pushed.code !== 0, said: pushed.said.includes("tokscan refused") }).toEqual({ refused: expected, said: expected });
      if (expected) expect(refs(server)).toBe(before);
      else model.receive(head);
    }
  }
}

/** `TOKSCAN_SCENARIOS=100 npx vitest run test/hooks` plays as many; each takes seconds. */
const SCENARIOS = Number(process.env["TOKSCAN_SCENARIOS"] ?? 4);

test(`${SCENARIOS} random histories: what must be refused is, and nothing else`, () => {
  fc.assert(fc.property(fc.array(step, { minLength: 6, maxLength: 14 }), (steps) => play([...steps, { kind: "push" }])), { numRuns: SCENARIOS, seed: 20260131, endOnFailure: true });
}, 60_000 + SCENARIOS * 30_000);
