/** Makes the input of the history job: a repository of many commits, the same on every machine. */
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { historyFolder } from "./places.mjs";

export const COMMITS = 20_000;
const FILES = 400;
/** Every so many commits there is a merge, a rename, a secret. */
const MERGE = 25;
const RENAME = 40;
const SECRET = 400;
const BEGINNING = 1_500_000_000;
const WORDS = "account address array buffer build cache channel client config const context count create cursor data default delete device element error event export file filter format function handle header import index input interface label length level list local map message method module name node number object offset option order output parse path pattern port process promise property query range read record region request response result return schema scope select server session size source state status stream string table target task text thread time tree type update user value version view window worker write".split(" ");

/** xorshift32: the same numbers everywhere. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The repository's folder, made when it is not there. */
export async function history(folder = historyFolder, commits = COMMITS) {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", unfinished]);
  const child = spawn("git", ["-C", unfinished, "fast-import", "--quiet", "--force"], { stdio: ["pipe", "inherit", "inherit"] });
  const ended = new Promise((resolve, reject) => child.on("close", (code) => (code === 0 ? resolve(0) : reject(new Error(`git fast-import ended with ${code}`)))));
  for (const piece of commands(commits)) if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  child.stdin.end();
  await ended;
  execFileSync("git", ["-C", unfinished, "-c", "gc.autoDetach=false", "-c", "pack.threads=1", "repack", "-a", "-d", "-q"]);
  renameSync(unfinished, folder);
  return folder;
}

/** Files grow by lines, are cut now and then, move; branches leave the main line and come back. @param {number} commits */
function* commands(commits) {
  const random = numbers(2026);
  /** @type {() => string} */
  const word = () => WORDS[random(WORDS.length)];
  const line = () => `${"  ".repeat(random(4))}${word()} ${word()}${random(3) === 0 ? `.${word()}(${word()}, ${random(1000)})` : ` = ${word()}`}; // ${word()} ${word()}\n`;
  // Names of credentials are as rare as in source: one line in sixty.
  const named = () => `const ${["token", "apiKey", "password", "secret"][random(4)]} = config.${word()}(${word()});\n`;
  const secret = () => `const apiKey = "AK${Array.from({ length: 30 }, () => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[random(32)]).join("")}";\n`;
  const files = Array.from({ length: FILES }, (_, i) => ({
    path: `src/${WORDS[i % 20]}/${WORDS[i % WORDS.length]}-${i}.${["ts", "py", "go", "md", "yml"][i % 5]}`, lines: Array.from({ length: 40 + random(500) }, () => (random(60) === 0 ? named() : line())),
  }));
  let main = 0;
  let topic = 0;
  /** @type {Set<typeof files[0]>} What the branch at hand wrote. */
  let onTopic = new Set();
  for (let i = 0; i < commits; i++) {
    const place = i % MERGE;
    const isTopic = place === MERGE - 5 || place === MERGE - 3;
    const isMerge = place === MERGE - 1 && topic !== 0;
    const changed = new Set(i === 0 ? files : isMerge ? onTopic : Array.from({ length: 1 + random(2) }, () => files[random(FILES)]));
    let removed = "";
    for (const file of isMerge || i === 0 ? [] : changed) {
      file.lines.splice(random(file.lines.length), random(30) === 0 ? 20 : 0, ...Array.from({ length: 1 + random(4) }, line));
      if (i % SECRET === SECRET - 3) file.lines.push(secret());
      if (i % RENAME !== RENAME - 3 || isTopic) continue;
      removed += `D ${file.path}\n`;
      file.path = file.path.replace(/(?:~\d+)?(\.\w+)$/, `~${i}$1`);
    }
    if (isTopic) for (const file of changed) onTopic.add(file);
    const message = `${word()} ${word()}: ${word()} the ${word()}\n\nChange ${i} of the ${word()}.\n`;
    const who = `Author ${i % 30} <author${i % 30}@example.org> ${BEGINNING + 3600 * i} +0000\n`;
    const parent = isTopic && topic !== 0 ? topic : main;
    yield [
      `commit refs/heads/${isTopic ? `topic/${i - place}` : "main"}\nmark :${i + 1}\nauthor ${who}committer ${who}data ${message.length}\n${message}`,
      parent === 0 ? "" : `from :${parent}\n`, isMerge ? `merge :${topic}\n` : "", removed,
      ...[...changed].map(({ path, lines }) => `M 100644 inline ${path}\ndata ${lines.join("").length}\n${lines.join("")}\n`),
    ].join("");
    if (isTopic) topic = i + 1;
    else main = i + 1;
    if (!isMerge) continue;
    topic = 0;
    onTopic = new Set();
  }
}
