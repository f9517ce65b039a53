/**
 * What `bin/tokscan.js` starts: the program from compiled code, where a run before left it. A file of its own, so that
 * nothing but this is compiled first. Built as CommonJS, which Node loads sooner than modules.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { CodeCache } from "./code-cache.js";

/** Set by the build: the beginning of the program's SHA-256. */
declare const TOKSCAN_BUILD: string;

/** Commands that hooks and pipelines call again and again each keep what they use; all others share. */
const OFTEN = ["scan", "staged", "diff", "git", "ci", "hook"];

const program = join(__dirname, "cli.cjs");
const [, , command = ""] = process.argv;
const cache = CodeCache.open(TOKSCAN_BUILD, OFTEN.includes(command) ? command : "other");
const compiled = cache?.read();
// ASCII alone, as the build writes it: V8 takes it without looking.
const script = new Script(`(function (require, __filename, __dirname) {${readFileSync(program, "latin1")}\n})`, { filename: program, cachedData: compiled });
if (cache !== undefined && (compiled === undefined || script.cachedDataRejected === true)) process.once("exit", () => cache.write(script.createCachedData()));
(script.runInThisContext() as (...scope: unknown[]) => void)(createRequire(program), program, dirname(program));
