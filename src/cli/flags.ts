/**
 * The one home of options: flag, environment name, key of a configuration file, trust, help, parser and default. Help,
 * reference and schema are printed from here.
 */
import { AUDIT_ACTIONS, BYPASS_REASONS, CONFIDENCES, FORMATS, SEVERITIES, VERDICT_STATES, type AuditAction, type Confidence, type ScanPlan, type Severity, type VerdictState, type VerifyPlan } from "../model.js";
import { defaultPlan } from "../plan.js";
import { allowedHost, date, duration, endpoint, exitCode, expiry, fingerprintStart, hashStart, integer, oneOf, partName, reportTarget, size, text, type Parser, type ReportTarget } from "./parsers.js";

/**
 * Where an option may stand: `anywhere`, a scanned tree's own configuration included; `user`: a flag, the environment,
 * the user's own configuration; `flag`: only there.
 */
export type Trust = "anywhere" | "user" | "flag";

export const COLOR_MODES = ["auto", "always", "never"] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

/** Reports, and what tables are printed as besides. */
export const PRINTED_FORMATS = [...FORMATS, "csv"] as const;
export type PrintedFormat = (typeof PRINTED_FORMATS)[number];

/** What can be set, by the name of its flag: what was typed, before anything is decided from it. */
export interface Settings {
  readonly "format": PrintedFormat;
  readonly "report": readonly ReportTarget[];
  readonly "color": ColorMode;
  readonly "show-secrets": boolean;
  readonly "no-progress": boolean;
  readonly "quiet": boolean;
  readonly "verbose": boolean;
  readonly "include": readonly string[];
  readonly "exclude": readonly string[];
  readonly "max-size": number;
  readonly "decode": number;
  readonly "no-ignore": boolean;
  readonly "stdin-path": string;
  readonly "range": string;
  readonly "since": string;
  readonly "until": string;
  readonly "branch": readonly string[];
  readonly "author": readonly string[];
  readonly "max-commits": number;
  readonly "unreachable": boolean;
  readonly "rules": readonly string[];
  readonly "only": readonly string[];
  readonly "skip": readonly string[];
  readonly "min-severity": Severity;
  readonly "min-confidence": Confidence;
  readonly "block-confidence": Confidence;
  readonly "fail-on": Severity;
  readonly "exit-code": number;
  readonly "strict": boolean;
  readonly "verify": boolean;
  readonly "dry-run": boolean;
  readonly "verdict": readonly VerdictState[];
  readonly "endpoint": VerifyPlan["endpoints"];
  readonly "allow-host": VerifyPlan["allowed"];
  readonly "side-effects": boolean;
  readonly "negative-control": boolean;
  readonly "verdict-cache": string;
  readonly "verdict-lifetime": number;
  readonly "yes": boolean;
  readonly "rule": string;
  readonly "part": readonly string[];
  readonly "jobs": number;
  readonly "baseline": string;
  readonly "no-suppress": boolean;
  readonly "reason": string;
  readonly "owner": string;
  readonly "expires": string;
  readonly "without-guessable": boolean;
  readonly "history": boolean;
  readonly "time": boolean;
  readonly "fetch": boolean;
  readonly "trust-head": boolean;
  readonly "global": boolean;
  readonly "server": boolean;
  readonly "chain": readonly string[];
  readonly "config": string;
  readonly "no-config": boolean;
  readonly "comment": string;
  readonly "ref": string;
  readonly "repository": string;
  readonly "requester": string;
  readonly "key": string;
  readonly "action": readonly AuditAction[];
  readonly "actor": readonly string[];
  readonly "fingerprint": readonly string[];
  readonly "expect": string;
}
export type OptionName = keyof Settings;

export const COMMANDS = ["scan", "git", "diff", "staged", "ci", "explain", "verify", "revoke", "bypass", "bypass list", "bypass revoke", "bypass request", "bypass approve", "bypass deny", "audit", "audit verify", "audit export", "baseline create", "baseline update", "baseline show", "rules list", "rules show", "rules test", "rules lint", "hook install", "hook uninstall", "hook status", "hook run"] as const;
export type CommandName = (typeof COMMANDS)[number];

export const GROUPS = ["Output", "What is read", "History", "Rules", "What counts", "Accepting", "Verification", "The run", "Push protection", "Configuration"] as const;

interface Described {
  readonly short?: string;
  readonly trust: Trust;
  readonly group: (typeof GROUPS)[number];
  readonly help: string;
  readonly commands: readonly CommandName[];
}

/** There or not; off unless said. */
export interface SwitchOption extends Described {
  readonly kind: "switch";
}

/** One value; a later flag replaces an earlier one. */
export interface ValueOption<T> extends Described {
  readonly kind: "value";
  readonly argument: string;
  readonly parser: Parser<T>;
  readonly fallback: T;
  /** The default in words, where the value says too little or differs from machine to machine. */
  readonly fallbackText?: string;
}

/** Repeatable; what flag, environment and files give adds up. */
export interface ListOption<E> extends Described {
  readonly kind: "list";
  readonly argument: string;
  readonly each: Parser<E>;
  /** What parts several in one text: names have no commas, globs and paths may (`{a,b}`), but no line feeds. */
  readonly separator: "," | "\n";
}

/** In brackets, so that a union such as `Format` stays whole. */
type OptionFor<T> = [T] extends [boolean] ? SwitchOption : [T] extends [readonly (infer E)[]] ? ListOption<E> : ValueOption<T>;
export type AnyOption = SwitchOption | ValueOption<unknown> | ListOption<unknown>;

/** Commands that scan. */
const SCANNING: readonly CommandName[] = ["scan", "git", "diff", "staged", "ci"];
const HISTORY: readonly CommandName[] = ["git"];
/** Commands that write entries of a baseline. */
const ADDING: readonly CommandName[] = ["baseline create", "baseline update"];
const BASELINE: readonly CommandName[] = [...ADDING, "baseline show"];
/** Commands that accept findings. */
const JUDGING: readonly CommandName[] = [...SCANNING, "explain", "hook run"];
const READING: readonly CommandName[] = [...JUDGING, ...BASELINE];
const CHOOSING: readonly CommandName[] = [...READING, "rules list"];
/** What hooks judge by. */
const HOOK: readonly CommandName[] = ["hook run"];
const PLACING: readonly CommandName[] = ["hook install", "hook uninstall", "hook status"];
const RULES: readonly CommandName[] = [...CHOOSING, "verify", "revoke", "rules show", "rules test"];
const VERIFYING: readonly CommandName[] = [...SCANNING, "verify", "revoke"];
/** Commands that write a permission or an answer to a request. */
const PERMITTING: readonly CommandName[] = ["bypass", "bypass request", "bypass approve"];
const QUERYING: readonly CommandName[] = ["audit", "audit export"];
const NO_FORMAT: readonly CommandName[] = ["hook install", "hook uninstall", "hook run"];
/** One home of defaults: a plan for nowhere. */
const DEFAULTS = defaultPlan("/");

export const OPTIONS: { readonly [K in OptionName]-?: OptionFor<Settings[K]> } = {
  "format": {
    kind: "value", short: "f", argument: "fmt", parser: oneOf(PRINTED_FORMATS), fallback: DEFAULTS.format, trust: "anywhere", group: "Output", commands: COMMANDS.filter((name) => !NO_FORMAT.includes(name)),
    help: "format of standard output",
  },
  "report": {
    kind: "list", short: "r", argument: "fmt:path", each: reportTarget, separator: "\n", trust: "user", group: "Output", commands: SCANNING,
    help: "write another report to a file, whole or not at all; repeatable",
  },
  "color": {
    kind: "value", argument: "when", parser: oneOf(COLOR_MODES), fallback: "auto", trust: "user", group: "Output", commands: [...SCANNING, "hook run"],
    help: "colour in the text report; auto heeds the terminal, NO_COLOR, FORCE_COLOR and CI",
  },
  "show-secrets": {
    kind: "switch", trust: "flag", group: "Output", commands: SCANNING,
    help: "print values instead of masks",
  },
  "no-progress": {
    kind: "switch", trust: "user", group: "Output", commands: [...SCANNING, ...BASELINE],
    help: "no progress line on standard error",
  },
  "quiet": {
    kind: "switch", short: "q", trust: "user", group: "Output", commands: [...SCANNING, ...BASELINE, "rules lint"],
    help: "only errors: no time, no progress; of the linter no warnings",
  },
  "verbose": {
    kind: "switch", short: "v", trust: "user", group: "Output", commands: [...SCANNING, "hook run"],
    help: "every place, every note, fingerprints and engines in the text report",
  },
  "include": {
    kind: "list", argument: "glob", each: text("a glob"), separator: "\n", trust: "anywhere", group: "What is read", commands: READING,
    help: "read only files that match; repeatable",
  },
  "exclude": {
    kind: "list", argument: "glob", each: text("a glob"), separator: "\n", trust: "anywhere", group: "What is read", commands: READING,
    help: "leave out what matches; counted in every report; repeatable",
  },
  "max-size": {
    kind: "value", argument: "size", parser: size, fallback: DEFAULTS.maxSize, fallbackText: "no limit", trust: "anywhere", group: "What is read", commands: READING,
    help: "leave out larger files; counted in every report: 512K, 10M, 1G",
  },
  "decode": {
    kind: "value", argument: "depth", parser: integer(0, DEFAULTS.decode), fallback: DEFAULTS.decode, trust: "anywhere", group: "What is read", commands: READING,
    help: "how many encodings, one within the other, are looked into: 0 is off",
  },
  "no-ignore": {
    kind: "switch", trust: "user", group: "What is read", commands: READING,
    help: "do not obey .gitignore and .tokscanignore",
  },
  "stdin-path": {
    kind: "value", argument: "name", parser: text("a path"), fallback: DEFAULTS.stdinPath, trust: "user", group: "What is read", commands: ["scan", "diff"],
    help: "what standard input is called in reports, and to rules that look at file names",
  },
  "range": {
    kind: "value", argument: "rev", parser: text("a range of commits, such as v1.0..HEAD, or a revision"), fallback: DEFAULTS.range, fallbackText: "everything that a ref or a stash leads to", trust: "user", group: "History", commands: HISTORY,
    help: "only commits of A..B (in B, not in A), A...B (in one of them) or up to a revision",
  },
  "since": {
    kind: "value", argument: "date", parser: date, fallback: DEFAULTS.since, fallbackText: "none", trust: "user", group: "History", commands: [...HISTORY, ...QUERYING],
    help: "only commits or records after this date: 2026-01-31, '2 weeks ago'",
  },
  "until": {
    kind: "value", argument: "date", parser: date, fallback: DEFAULTS.until, fallbackText: "none", trust: "user", group: "History", commands: [...HISTORY, ...QUERYING],
    help: "only commits or records before this date",
  },
  "branch": {
    kind: "list", argument: "name", each: text("a branch"), separator: "\n", trust: "user", group: "History", commands: HISTORY,
    help: "only what this branch leads to; repeatable",
  },
  "author": {
    kind: "list", argument: "text", each: text("a part of a name or an address"), separator: "\n", trust: "user", group: "History", commands: HISTORY,
    help: "only commits of authors whose name or address has this in it, in any case; repeatable",
  },
  "max-commits": {
    kind: "value", argument: "n", parser: integer(1, 999_999_999), fallback: DEFAULTS.maxCommits, fallbackText: "no limit", trust: "user", group: "History", commands: HISTORY,
    help: "only the newest n commits",
  },
  "unreachable": {
    kind: "switch", trust: "user", group: "History", commands: HISTORY,
    help: "also what no ref leads to any more: dropped stashes, amended commits, contents that were only staged",
  },
  "rules": {
    kind: "list", argument: "path", each: text("a path"), separator: "\n", trust: "anywhere", group: "Rules", commands: RULES,
    help: "more rules: a YAML file, a folder of them or a glob; repeatable",
  },
  "only": {
    kind: "list", argument: "id,...", each: text("a rule id, provider, kind or tag"), separator: ",", trust: "anywhere", group: "Rules", commands: CHOOSING,
    help: "only these rules, by id, provider, kind or tag; repeatable",
  },
  "skip": {
    kind: "list", argument: "id,...", each: text("a rule id, provider, kind or tag"), separator: ",", trust: "anywhere", group: "Rules", commands: CHOOSING,
    help: "not these rules, by id, provider, kind or tag; repeatable",
  },
  "min-severity": {
    kind: "value", argument: "level", parser: oneOf(SEVERITIES), fallback: DEFAULTS.minSeverity, trust: "anywhere", group: "What counts", commands: READING,
    help: "show findings of this severity and above",
  },
  "min-confidence": {
    kind: "value", argument: "level", parser: oneOf(CONFIDENCES), fallback: DEFAULTS.minConfidence, trust: "anywhere", group: "What counts", commands: READING,
    help: "show findings of this confidence and above",
  },
  "block-confidence": {
    kind: "value", argument: "level", parser: oneOf(CONFIDENCES), fallback: DEFAULTS.blockConfidence, trust: "anywhere", group: "What counts", commands: HOOK,
    help: "refuse from this confidence on; what is shown below it is only told",
  },
  "fail-on": {
    kind: "value", argument: "level", parser: oneOf(SEVERITIES), fallback: DEFAULTS.failOn, trust: "anywhere", group: "What counts", commands: SCANNING,
    help: "end with 1 from this severity on, of what is shown",
  },
  "baseline": {
    kind: "value", argument: "file", parser: text("a path"), fallback: "", fallbackText: ".tokscan.baseline", trust: "anywhere", group: "Accepting", commands: READING,
    help: "accepted values, in place of those in the file at the repository's root",
  },
  "no-suppress": {
    kind: "switch", trust: "user", group: "Accepting", commands: JUDGING,
    help: "accept nothing: obey neither the baseline nor comments",
  },
  "reason": {
    kind: "value", argument: "why", parser: text("a reason"), fallback: "", fallbackText: "none", trust: "flag", group: "Accepting", commands: [...ADDING, "bypass", "bypass request"],
    help: `of entries: why they are accepted; of a bypass: ${BYPASS_REASONS.slice(0, -1).join(", ")} or ${BYPASS_REASONS[BYPASS_REASONS.length - 1]}`,
  },
  "owner": {
    kind: "value", argument: "name", parser: text("a name"), fallback: "", fallbackText: "nobody", trust: "flag", group: "Accepting", commands: ADDING,
    help: "who cares for new entries",
  },
  "expires": {
    kind: "value", argument: "when", parser: expiry, fallback: "", fallbackText: "of entries never, of a bypass 3h or what is asked for or allowed if that is less", trust: "flag", group: "Accepting", commands: [...ADDING, ...PERMITTING],
    help: "of entries: the last day on which they hold, 2027-01-31, or 90d from now; of a bypass: how long, 90s, 30m, 3h, 2d",
  },
  "without-guessable": {
    kind: "switch", trust: "user", group: "Accepting", commands: ADDING,
    help: "no entries for values that could be found from their fingerprint by trying",
  },
  "history": {
    kind: "switch", trust: "user", group: "Accepting", commands: BASELINE,
    help: "look in the whole history as well as in the tree",
  },
  "exit-code": {
    kind: "value", argument: "n", parser: exitCode, fallback: DEFAULTS.exitCode, trust: "user", group: "What counts", commands: SCANNING,
    help: "what findings end with: 1, 5 to 125, or 0 to pass in spite of them",
  },
  "strict": {
    kind: "switch", trust: "user", group: "What counts", commands: SCANNING,
    help: "end with 3 if anything was left unopened on purpose",
  },
  "verify": {
    kind: "switch", trust: "user", group: "Verification", commands: SCANNING,
    help: "ask providers whether what was found still works: the found values are sent to them and nowhere else",
  },
  "dry-run": {
    kind: "switch", trust: "user", group: "Verification", commands: VERIFYING,
    help: "send nothing; tell which hosts would be asked, and what each would get",
  },
  "verdict": {
    kind: "list", argument: "verdict,...", each: oneOf(VERDICT_STATES), separator: ",", trust: "user", group: "Verification", commands: SCANNING,
    help: "with --verify, show and count only findings with this verdict: live, dead, unknown, unchecked; repeatable",
  },
  "endpoint": {
    kind: "list", argument: "name=url", each: endpoint, separator: ",", trust: "user", group: "Verification", commands: VERIFYING,
    help: "ask a provider at this base address in place of its own, for installations of yours; repeatable",
  },
  "allow-host": {
    kind: "list", argument: "host", each: allowedHost, separator: ",", trust: "user", group: "Verification", commands: VERIFYING,
    help: "ask this host although its address is private, or only the scanned content names it; repeatable",
  },
  "side-effects": {
    kind: "switch", trust: "user", group: "Verification", commands: VERIFYING,
    help: "ask also where asking changes something at the provider, such as issuing a short-lived token",
  },
  "negative-control": {
    kind: "switch", trust: "user", group: "Verification", commands: VERIFYING,
    help: "try each live answer with a made-up value too, which must not pass: a second request each",
  },
  "verdict-cache": {
    kind: "value", argument: "file", parser: text("a path"), fallback: "", fallbackText: "none", trust: "user", group: "Verification", commands: [...SCANNING, "verify"],
    help: "keep live and dead verdicts in this file, without the values, and do not ask again while they are fresh",
  },
  "verdict-lifetime": { kind: "value", argument: "time", parser: duration, fallback: 3_600_000, fallbackText: "1h", trust: "user", group: "Verification", commands: [...SCANNING, "verify"],
    help: "how long a kept verdict counts, such as 30m, 12h or 2d" },
  "yes": {
    kind: "switch", trust: "flag", group: "Verification", commands: ["revoke"],
    help: "revoke without asking first",
  },
  "rule": {
    kind: "value", argument: "id", parser: text("a rule's id"), fallback: "", fallbackText: "every rule", trust: "flag", group: "Verification", commands: ["verify", "revoke", ...QUERYING],
    help: "only what this rule finds; to verify: where it finds nothing, the whole input",
  },
  "part": {
    kind: "list", argument: "name=-", each: partName, separator: ",", trust: "flag", group: "Verification", commands: ["verify", "revoke"],
    help: "ask for this part of the credential on the terminal, without echo; repeatable",
  },
  "jobs": {
    kind: "value", short: "j", argument: "n", parser: integer(1, 64), fallback: DEFAULTS.jobs, fallbackText: "one a core, 8 at most", trust: "user", group: "The run",
    commands: ["scan", ...HISTORY, ...BASELINE],
    help: "threads",
  },
  "time": {
    kind: "switch", trust: "flag", group: "Rules", commands: ["rules test"],
    help: "also say how long each rule takes, slowest first",
  },
  "fetch": {
    kind: "switch", trust: "user", group: "The run", commands: ["ci"],
    help: "bring what a shallow checkout lacks from origin, over the network",
  },
  "comment": {
    kind: "value", argument: "text", parser: text("a text"), fallback: "", fallbackText: "none", trust: "flag", group: "Push protection", commands: [...PERMITTING, "bypass revoke", "bypass deny"],
    help: "in your own words, for who reads the audit log; scanned and masked before it is written",
  },
  "ref": {
    kind: "value", argument: "name", parser: text("a branch or a full name such as refs/heads/main"), fallback: "", fallbackText: "the branch that is checked out; of records every ref", trust: "flag", group: "Push protection", commands: ["bypass request", ...QUERYING],
    help: "the branch or ref that is pushed to",
  },
  "repository": {
    kind: "value", argument: "name", parser: text("a repository's name"), fallback: "", fallbackText: "the policy's name for it, else its first commit", trust: "flag", group: "Push protection", commands: ["bypass request"],
    help: "the repository that is pushed to, as its refusal names it",
  },
  "requester": {
    kind: "value", argument: "name", parser: text("an e-mail address or a name"), fallback: "", fallbackText: "your e-mail address in git", trust: "flag", group: "Push protection", commands: ["bypass request"],
    help: "who will push, as the server knows them",
  },
  "key": {
    kind: "value", argument: "key", parser: text("a key"), fallback: "", fallbackText: "user.signingKey of git", trust: "flag", group: "Push protection", commands: ["bypass approve"],
    help: "what to sign with: the file of an SSH key, or the id of an OpenPGP key",
  },
  "action": {
    kind: "list", argument: "name,...", each: oneOf(AUDIT_ACTIONS), separator: ",", trust: "flag", group: "Push protection", commands: QUERYING,
    help: "only these actions, such as blocked, bypassed, approved; repeatable",
  },
  "actor": {
    kind: "list", argument: "text", each: text("a part of a name or an address"), separator: "\n", trust: "flag", group: "Push protection", commands: QUERYING,
    help: "only what someone did, asked for or approved whose name or address has this in it; repeatable",
  },
  "fingerprint": {
    kind: "list", argument: "hex,...", each: fingerprintStart, separator: ",", trust: "flag", group: "Push protection", commands: QUERYING,
    help: "only records about this value; repeatable",
  },
  "expect": {
    kind: "value", argument: "hash", parser: hashStart, fallback: "", fallbackText: "none", trust: "flag", group: "Push protection", commands: ["audit verify"],
    help: "a hash that you kept, as hooks print it, or its first 16 characters: some record must have it",
  },
  "global": {
    kind: "switch", trust: "flag", group: "Push protection", commands: PLACING,
    help: "for all repositories of yours, by core.hooksPath in git's global configuration",
  },
  "server": {
    kind: "switch", trust: "flag", group: "Push protection", commands: PLACING,
    help: "pre-receive in a bare repository, for what is pushed to it",
  },
  "chain": {
    kind: "list", argument: "file", each: text("a path"), separator: "\n", trust: "flag", group: "Push protection", commands: HOOK,
    help: "another hook to run as well, if it is there and executable; installed hooks name the one that was there before; repeatable",
  },
  "config": {
    kind: "value", short: "c", argument: "file", parser: text("a path"), fallback: "", fallbackText: ".tokscan.yaml", trust: "user", group: "Configuration", commands: RULES,
    help: "configuration to read in place of the one at the repository's root",
  },
  "no-config": {
    kind: "switch", trust: "user", group: "Configuration", commands: RULES,
    help: "obey nothing in the scanned tree: no .tokscan.yaml, no .tokscanignore, no baseline, no comments",
  },
  "trust-head": {
    kind: "switch", trust: "user", group: "Configuration", commands: ["ci"],
    help: "on pull and merge requests obey what the change itself says about the scan",
  },
};

/**
 * The option that each field of the plan is decided from; null: from something else. A new field without an entry does not
 * compile.
 */
export const FED_BY: { readonly [K in keyof ScanPlan]-?: OptionName | null } = {
  paths: null,
  root: null,
  stdinPath: "stdin-path",
  range: "range",
  since: "since",
  until: "until",
  branches: "branch",
  authors: "author",
  maxCommits: "max-commits",
  unreachable: "unreachable",
  include: "include",
  exclude: "exclude",
  maxSize: "max-size",
  decode: "decode",
  ignoreFiles: "no-ignore",
  treeConfig: "no-config",
  suppress: "no-suppress",
  baseline: "baseline",
  suppression: null,
  today: null,
  strict: "strict",
  jobs: "jobs",
  minSeverity: "min-severity",
  minConfidence: "min-confidence",
  blockConfidence: "block-confidence",
  failOn: "fail-on",
  exitCode: "exit-code",
  verify: "verify",
  only: "only",
  skip: "skip",
  ruleFiles: "rules",
  reports: "report",
  format: "format",
  showSecrets: "show-secrets",
  color: "color",
  progress: "no-progress",
  quiet: "quiet",
  verbose: "verbose",
};

/** The same of the plan's part on verification. */
export const VERIFY_FED_BY: { readonly [K in keyof VerifyPlan]-?: OptionName } = {
  on: "verify", dryRun: "dry-run", verdicts: "verdict", endpoints: "endpoint", allowed: "allow-host", sideEffects: "side-effects", control: "negative-control", cache: "verdict-cache", lifetime: "verdict-lifetime",
};

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

export function option(name: OptionName): AnyOption {
  return OPTIONS[name];
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

export function environmentName(name: OptionName): string {
  return `TOKSCAN_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** `-f, --format <fmt>`, as commander takes it and help shows it. */
export function flagText(name: OptionName): string {
  const { short, ...row } = option(name);
  return `${short === undefined ? "" : `-${short}, `}--${name}${row.kind === "switch" ? "" : ` <${row.argument}>`}`;
}

export function isOfCommand(name: OptionName, command: CommandName): boolean {
  return option(name).commands.includes(command);
}

/** Where an option of this trust is obeyed, for the error that refuses it elsewhere. */
export const TRUST_TEXT: Readonly<Record<Trust, string>> = {
  anywhere: "everywhere",
  user: "as a flag, in the environment and in your own configuration",
  flag: "as a flag",
};
