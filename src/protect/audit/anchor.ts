/**
 * Anchors hear of each new head of the log, so that it stands somewhere that whoever can write to the log cannot: then the log
 * cannot be made anew unseen. That one does not answer is told and stops nothing.
 */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { findProgram } from "../../adapters/git/index.js";
import type { AnchorSpec } from "../policy/policy.js";
import type { Store } from "../store.js";
import { pushAnchor } from "./anchor-ref.js";
import type { Anchor } from "./log.js";

const PATIENCE_MS = 10_000;

/** @param root a folder whose programs do not count */
export function anchorsOf(specs: readonly AnchorSpec[], store: Store, root: string): Anchor[] {
  return specs.map((spec) => (head) => tell(spec, `${JSON.stringify({ repository: dirname(store.folder), ...head })}\n`, store, root));
}

/** @returns a sentence where it went wrong */
function tell(spec: AnchorSpec, line: string, store: Store, root: string): string | undefined {
  switch (spec.kind) {
    case "command":
      return call("the anchor command", spec.command, line);
    case "ref":
      return pushAnchor(spec.remote, spec.ref, line, store);
    case "syslog": {
      const logger = findProgram("logger", root);
      return logger === undefined ? "the anchor syslog was not told: the program logger was not found" : call("the anchor syslog", [logger, "-t", "tokscan", "-p", "auth.notice"], line);
    }
    default:
      return spec satisfies never;
  }
}

function call(what: string, [program, ...args]: readonly string[], line: string): string | undefined {
  const done = spawnSync(program ?? "", args, { input: line, stdio: ["pipe", "ignore", "ignore"], timeout: PATIENCE_MS, windowsHide: true });
  if (done.status === 0) return undefined;
  return `${what} was not told: ${done.status === null ? "it could not be run or did not end" : `it ended with ${done.status}`}`;
}
