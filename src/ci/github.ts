/** GitHub Actions: its variables and the event file ("Events that trigger workflows", "Webhook events and payloads"). */
import { readFileSync } from "node:fs";
import { isNone, said, type CiJob, type Env, type Scope } from "./job.js";

const DEEPEN = "set `fetch-depth: 0` under `with:` of actions/checkout";

/** A job of GitHub's has some 100 KiB of event. */
const LARGEST = 32 * 1024 * 1024;

export function githubJob(env: Env): CiJob {
  const event = said(env, "GITHUB_EVENT_NAME") ?? "unknown event";
  const payload = readEvent(said(env, "GITHUB_EVENT_PATH"));
  const ref = said(env, "GITHUB_REF") ?? "";
  return {
    system: "GitHub Actions",
    event: words(event, payload, ref),
    scope: scope(event, payload, env),
    request: event.startsWith("pull_request") || event === "merge_group",
    defaultBranch: text(payload, "repository", "default_branch"),
    branch: ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined,
    format: "github",
    deepen: DEEPEN,
  };
}

function scope(event: string, payload: unknown, env: Env): Scope {
  const head = said(env, "GITHUB_SHA") ?? "HEAD";
  switch (event) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review":
      return {
        kind: "merge", target: present([text(payload, "pull_request", "base", "sha")]), head: text(payload, "pull_request", "head", "sha") ?? head,
        // Of `pull_request_target` it is the base itself.
        merged: event === "pull_request_target" ? undefined : head,
      };
    case "merge_group":
      return { kind: "push", before: text(payload, "merge_group", "base_sha") ?? "", after: text(payload, "merge_group", "head_sha") ?? head };
    case "push":
      return push(payload, head);
    default:
      return { kind: "whole", head };
  }
}

function push(payload: unknown, head: string): Scope {
  if (field(payload, "deleted") === true) return { kind: "nothing" };
  const [before, after] = [text(payload, "before"), text(payload, "after") ?? head];
  return before === undefined || isNone(before) ? { kind: "branch", head: after } : { kind: "push", before, after };
}

function words(event: string, payload: unknown, ref: string): string {
  const number = field(payload, "number");
  const target = text(payload, "pull_request", "base", "ref");
  if (event.startsWith("pull_request")) return `pull request${typeof number === "number" ? ` ${number}` : ""}${target === undefined ? "" : ` into ${target}`}`;
  if (event === "push") return `${field(payload, "forced") === true ? "force push" : "push"} to ${ref.replace(/^refs\/(?:heads|tags)\//, "")}`;
  return event;
}

/** The event as JSON; undefined where it cannot be read: then variables must do. */
function readEvent(path: string | undefined): unknown {
  if (path === undefined) return undefined;
  try {
    const bytes = readFileSync(path);
    return bytes.length > LARGEST ? undefined : (JSON.parse(bytes.toString("utf8")) as unknown);
  } catch {
    return undefined;
  }
}

function field(data: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (typeof at === "object" && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined), data);
}

function text(data: unknown, ...path: readonly string[]): string | undefined {
  const value = field(data, ...path);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function present(values: readonly (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined);
}
