// Preloaded into the binary (`--require`): ends it by SIGKILL at the n-th call that changes a file of push protection, n from
// KILL_AT; with KILL_WITH=ENOSPC that call fails instead, as on a full disk. A write is half done first. With KILL_AT=0 the calls
// are counted, and their number is written to KILL_COUNT at the end.
const fs = require("node:fs");

const at = Number(process.env.KILL_AT);
const ours = new Set();
let calls = 0;

const isOurs = (path) => typeof path === "string" && /[/\\]\.git[/\\]tokscan(?:[/\\]|$)/.test(path);

function step(before) {
  calls++;
  if (calls !== at) return;
  before?.();
  if (process.env.KILL_WITH) throw Object.assign(new Error("no space left"), { code: process.env.KILL_WITH, syscall: "write", errno: -28 });
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

const { openSync, writeSync, closeSync } = fs;
fs.openSync = (path, flags, ...rest) => {
  if (isOurs(path)) step();
  const fd = openSync(path, flags, ...rest);
  if (isOurs(path)) ours.add(fd);
  return fd;
};
fs.writeSync = (fd, buffer, offset = 0, length = buffer.length - offset, ...rest) => {
  if (ours.has(fd)) step(() => writeSync(fd, buffer, offset, Math.floor(length / 2), ...rest));
  return writeSync(fd, buffer, offset, length, ...rest);
};
fs.closeSync = (fd) => {
  ours.delete(fd);
  return closeSync(fd);
};
for (const name of ["fsyncSync", "ftruncateSync"]) {
  const plain = fs[name];
  fs[name] = (fd, ...rest) => {
    if (ours.has(fd)) step();
    return plain(fd, ...rest);
  };
}
for (const name of ["renameSync", "linkSync", "rmSync", "mkdirSync", "chmodSync"]) {
  const plain = fs[name];
  fs[name] = (path, ...rest) => {
    if (isOurs(path)) step();
    return plain(path, ...rest);
  };
}
if (at === 0) process.on("exit", () => fs.writeFileSync(process.env.KILL_COUNT, String(calls)));
