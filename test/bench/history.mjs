/** Makes the inputs of the history job: repositories of many commits, the same on every machine. */
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { addingFolder, historyFolder } from "./places.mjs";

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

/** Files that go on changing: `git log -p` prints a fiftieth of what the contents hold. Made when it is not there; gives its folder. */
export function history(folder = historyFolder, commits = COMMITS) {
  return made(folder, changing(commits));
}

/** Files that are added and mostly stay as they are: `git log -p` prints most of what the contents hold. Made when it is not there; gives its folder. */
export function addingHistory(folder = addingFolder, commits = COMMITS) {
  return made(folder, adding(commits));
}

/** @param {string} folder @param {Iterable<string>} stream what `git fast-import` reads */
async function made(folder, stream) {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", unfinished]);
  const child = spawn("git", ["-C", unfinished, "fast-import", "--quiet", "--force"], { stdio: ["pipe", "inherit", "inherit"] });
  const ended = new Promise((resolve, reject) => child.on("close", (code) => (code === 0 ? resolve(0) : reject(new Error(`git fast-import ended with ${code}`)))));
  for (const piece of stream) if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  child.stdin.end();
  await ended;
  execFileSync("git", ["-C", unfinished, "-c", "gc.autoDetach=false", "-c", "pack.threads=1", "repack", "-a", "-d", "-q"]);
  renameSync(unfinished, folder);
  return folder;
}

/** Text like source. @param {(below: number) => number} random */
function writer(random) {
  /** @type {() => string} */
  const word = () => WORDS[random(WORDS.length)];
  const line = () => `${"  ".repeat(random(4))}${word()} ${word()}${random(3) === 0 ? `.${word()}(${word()}, ${random(1000)})` : ` = ${word()}`}; // ${word()} ${word()}\n`;
  // Names of credentials are as rare as in source: one line in sixty.
  const named = () => `const ${["token", "apiKey", "password", "secret"][random(4)]} = config.${word()}(${word()});\n`;
  const secret = () => `const apiKey = "AK${Array.from({ length: 30 }, () => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[random(32)]).join("")}";\n`;
  /** @type {(count: number) => string[]} */
  const lines = (count) => Array.from({ length: count }, () => (random(60) === 0 ? named() : line()));
  return { word, line, lines, secret };
}

/** Each commit adds some files; one in four also adds lines to one of the last. @param {number} commits */
function* adding(commits) {
  const random = numbers(2027);
  const { word, line, lines, secret } = writer(random);
  /** @type {{ path: string, lines: string[] }[]} */
  let last = [];
  for (let i = 0; i < commits; i++) {
    const added = Array.from({ length: 1 + random(4) }, (_, k) => ({
      path: `${WORDS[i % WORDS.length]}/${Math.floor(i / 400)}/${word()}-${i}-${k}.${["ts", "py", "go", "md", "yml"][random(5)]}`, lines: lines(10 + random(200)),
    }));
    if (i % SECRET === SECRET - 3) added[0].lines.push(secret());
    const changed = i % 4 === 3 ? [last[random(last.length)]] : [];
    for (const file of changed) file.lines.splice(random(file.lines.length), 0, line(), line());
    const message = `${word()} ${word()}: add ${word()}\n`;
    const who = `Author ${i % 30} <author${i % 30}@example.org> ${BEGINNING + 3600 * i} +0000\n`;
    yield [
      `commit refs/heads/main\nmark :${i + 1}\nauthor ${who}committer ${who}data ${message.length}\n${message}`, i === 0 ? "" : `from :${i}\n`,
      ...[...added, ...changed].map(written),
    ].join("");
    last = added;
  }
}

/** @param {{ path: string, lines: string[] }} file */
function written({ path, lines }) {
  return `M 100644 inline ${path}\ndata ${lines.join("").length}\n${lines.join("")}\n`;
}

/** Files grow by lines, are cut now and then, move; branches leave the main line and come back. @param {number} commits */
function* changing(commits) {
  const random = numbers(2026);
  const { word, line, lines, secret } = writer(random);
  const files = Array.from({ length: FILES }, (_, i) => ({
    path: `src/${WORDS[i % 20]}/${WORDS[i % WORDS.length]}-${i}.${["ts", "py", "go", "md", "yml"][i % 5]}`, lines: lines(40 + random(500)),
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
      ...[...changed].map(written),
    ].join("");
    if (isTopic) topic = i + 1;
    else main = i + 1;
    if (!isMerge) continue;
    topic = 0;
    onTopic = new Set();
  }
}
