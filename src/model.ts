/**
 * Every type that crosses a folder. Imports nothing but the parts of its own in `model/`, holds no behaviour but {@link Secret}.
 *
 * Offsets are bytes into a view's UTF-8 unless a name says otherwise; lines and columns count from 1 and
 * columns are UTF-16 code units, so that editors and JSON consumers agree on them.
 */
import type { EgressRow, Recipe, Verdict, VerdictState, VerifyPlan } from "./model/verify.js";

export * from "./model/verify.js";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CONFIDENCES = ["low", "medium", "high"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const KINDS = [
  "api-key", "personal-access-token", "oauth-access-token", "oauth-refresh-token", "oauth-client-secret",
  "service-account-key", "deploy-key", "session-token", "jwt", "private-key", "webhook", "connection-string",
  "registry-token", "ci-token", "agent-credential", "seed", "certificate", "password", "other",
] as const;
export type Kind = (typeof KINDS)[number];

/** Who wrote a rule; decides what it may do (a rule from the scanned tree only adds findings). */
export type RuleOrigin = "builtin" | "user" | "tree";

/** Offline proof on the secret's value: `type` names a check of `detect/checks`, the rest are its options. */
export interface CheckSpec {
  readonly type: string;
  readonly [option: string]: string | number | boolean | readonly string[] | undefined;
}

/** Words of which one must stand near the match (ASCII case-insensitive, in the bytes around it). */
export interface ContextSpec {
  readonly any: readonly string[];
  /** Bytes looked at before the match, and after it where `where` is `around`. */
  readonly within: number;
  readonly where: "before" | "around";
}

/** A named group of the pattern that is shown beside the secret: a key id, a host, a user name. */
export interface PartSpec {
  readonly group: string;
  readonly secret: boolean;
}

/**
 * By what a service is known beside a value: of rules made from the table of services, which have no pattern. Spellings are
 * lower case, letters and digits alone.
 */
export interface ServiceSpec {
  /** Spellings that name the service wherever they stand as words of a name. */
  readonly names: readonly string[];
  /** Spellings that are ordinary words too: they count only where a word for a key follows them directly. */
  readonly ordinary: readonly string[];
  /** Domains; those below them count too. */
  readonly hosts: readonly string[];
  /** Names of HTTP headers, spelled as `names` are. */
  readonly headers: readonly string[];
}

/** Another rule whose find beside the secret is a part of this one's. */
export interface PairSpec {
  readonly rule: string;
  /** Of the part, in findings. */
  readonly name: string;
  /** Lines between the two, at most. */
  readonly within: number;
  /** The part may also stand in another file of the same folder. */
  readonly folder: boolean;
}

/** Validated plain data from YAML. Compiled expressions are kept elsewhere. */
export interface Rule {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly name: string;
  readonly provider?: string | undefined;
  readonly kind: Kind;
  readonly severity: Severity;
  /** Of the pattern alone; a passed check raises it to high. */
  readonly confidence: Confidence;
  readonly tags: readonly string[];
  readonly description: string;
  /** As written, blanks and comments included; "" for a service. */
  readonly pattern: string;
  /** Of a rule made from the table of services: it takes over what a general rule found beside the service's name. */
  readonly service?: ServiceSpec | undefined;
  readonly context?: ContextSpec | undefined;
  /** Globs; the rule looks only at paths that one of them matches. */
  readonly files?: readonly string[] | undefined;
  readonly checks: readonly CheckSpec[];
  /** Shannon entropy of the secret in bits a character, at least. */
  readonly entropy?: number | undefined;
  /** Which filters of `detect/` judge the value: `shaped` only the certain ones, `generic` all of them, `password` all but those on randomness. */
  readonly filter: "shaped" | "generic" | "password";
  /** How the value is shown: its literal prefix and, where long enough, its end; only that it is a password; or whole, because it is an id and no secret. */
  readonly mask: "edges" | "password" | "whole";
  /** Decides between rules that claim the same bytes, before anything else; 0 unless said. */
  readonly priority: number;
  /** How long a repeat without end may grow, in bytes; 4096 unless said. */
  readonly cap: number;
  readonly parts: readonly PartSpec[];
  readonly pairs?: readonly PairSpec[] | undefined;
  readonly lifetime?: string | undefined;
  readonly rotate?: { readonly steps: readonly string[]; readonly url?: string | undefined; readonly oidc?: string | undefined } | undefined;
  readonly docs?: { readonly title: string; readonly url: string } | undefined;
  /** Of a user's rule; those of the built-in rules are kept apart, so that a scan which asks nobody does not read them. */
  readonly verify?: Recipe | undefined;
  readonly origin: RuleOrigin;
}

/** Templates of `pack/examples`, kept beside the rule for tests and `rules test`, never in the compiled pack. */
export interface RuleExamples {
  readonly examples: readonly string[];
  readonly not: readonly string[];
}

/** A row of `min` bytes of `set` (eight words of 32 bits) that begins `front` to `back` bytes behind a match's start. */
export interface MustRow {
  readonly set: readonly number[];
  readonly min: number;
  readonly front: number;
  readonly back: number;
}

/** One of `words` (lower case, ASCII) begins `front` to `back` bytes behind a match's start. */
export interface MustWords {
  readonly words: readonly string[];
  readonly front: number;
  readonly back: number;
}

/** What the pack compiler adds to a rule so that it can be run. */
export interface CompiledRule {
  readonly rule: Rule;
  /** The expression as both engines take it: folded, capped, classes explicit. */
  readonly expression: string;
  /** Most characters that named groups may hold: their repeats are open in the expression (pack/open.ts), and a match with a longer one does not count. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Longest and shortest match in bytes; a longer one does not count. */
  readonly maxLength: number;
  readonly minLength: number;
  /** True where a repeat has no end in `expression` and only `maxLength` bounds a match. */
  readonly capped: boolean;
  /** Literal starts of the secret's value, for the mask; longest first. */
  readonly prefixes: readonly string[];
  /** Bytes of literal text that every match holds: the more, the more specific. */
  readonly literalBytes: number;
  /** Bytes with which a match may begin, as eight words of 32 bits. */
  readonly firstBytes: readonly number[];
  /** Of each list every match holds one row; undefined where nothing telling must be there. */
  readonly must?: readonly (readonly MustRow[])[] | undefined;
  /** Of which every match holds one, where no word led to it. */
  readonly mustWords?: MustWords | undefined;
  /** No literal and no run narrows the search: the expression runs over whole contents. */
  readonly unanchored: boolean;
  /** Matches count only where a name begins, or a word of one: `KITE_KEY`, `MY_KITE_KEY`, `myKiteKey`, not `BUILDKITE_KEY`. */
  readonly nameStart?: true;
}

/** The rules of a pack by their numbers, each read from the pack when it is first asked for: most scans need few. */
export interface RuleTable {
  readonly length: number;
  at(rule: number): CompiledRule;
  /** Every rule, in order of their numbers. */
  all(): readonly CompiledRule[];
}

/** What must be known of every rule before anything matched, as bits of {@link CompiledPack.traits}. */
export const TRAIT = {
  /** Looks only at certain files. */
  files: 1,
  /** No literal and no run narrows the search: the expression runs over whole contents. */
  unanchored: 2,
  /** Made from the table of services. */
  service: 4,
  /** One of ours that knows neither a provider nor a shape: what it finds may belong to a service that stands beside it. */
  general: 8,
  /** Looks for what services are named beside, and reports nothing in its own name. */
  finder: 16,
  /** Its values have no shape of their own and must be random. */
  generic: 32,
  /** Its values may have been chosen by a human. */
  chosen: 64,
} as const;

/**
 * Bytes of a store of keys (PKCS#12 and the like) that are looked at, and where a longer one is cut: in base64 what one rule's match
 * may hold (`cap` in rules) less one group, so that the line ends within it.
 */
export const KEY_STORE_BYTES = 48 * 1024 - 12;

/** What a run makes of each rule; some run for the sake of others. */
export const CHOICE = {
  off: 0,
  on: 1,
  /** Runs so that what it finds can be given to a chosen service; reports nothing in its own name. */
  forServices: 2,
  /** Runs because a chosen rule names its finds as parts; they are no findings of their own. */
  forParts: 3,
} as const;

/** Rules and the tables that find where they may match. */
export interface CompiledPack {
  /** SHA-256 (hex) of what the pack was compiled from, with the compiler's version. */
  readonly id: string;
  /** The whole pack, as it lies on disk and goes to other threads; everything else here is a view of it. */
  readonly bytes: Uint8Array;
  readonly rules: RuleTable;
  /** Bits of {@link TRAIT}, by rule. */
  readonly traits: Uint8Array;
  /** Longest match of any rule in bytes. */
  readonly longest: number;
  /** By the number that the kernel reports for a literal at byte `p` whose gates hold. */
  readonly gates: GateTable;
  /** By run group: for a run over `[from, to)`, matches may start in `[from - back, to - front]`. */
  readonly runs: readonly (readonly RunRange[])[];
  /** Binary image of the kernel's tables; layout in `pack/image.ts`. */
  readonly image: Uint8Array;
}

/** Gate `g` leads to the rules of rows `[starts[g], starts[g + 1])`; a row is rule, back, front: see {@link AnchorRange}. */
export interface GateTable {
  readonly starts: Uint32Array;
  readonly rows: Int32Array;
}

/** From an anchor at byte `p`, matches of the rule may start in `[p - back, p - front]`. */
export interface AnchorRange {
  readonly rule: number;
  readonly back: number;
  readonly front: number;
}

export interface RunRange extends AnchorRange {
  /** The rule's own class (eight words of 32 bits) and how long a row of it must be: the group's may be wider. */
  readonly set: readonly number[];
  readonly min: number;
}

/** Offsets of one match of one rule; made in the hot loop, so numbers only. */
export interface Match {
  readonly rule: number;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Which service a value belongs to, as its surroundings say. */
export interface Naming {
  /** Of the service. */
  readonly rule: number;
  /** What names it, strongest first: see detect/services.ts. */
  readonly by: "header" | "name" | "host" | "line" | "section" | "nearby" | "file";
  /** A word for a key or token stands directly beside the service's name. */
  readonly joined: boolean;
  /** The spelling or host that was met. */
  readonly spelling: string;
}

/** Why a match counts, or does not. */
export interface Judgement {
  readonly accepted: boolean;
  readonly confidence: Confidence;
  /** Checks that passed, by type. */
  readonly proofs: readonly string[];
  /** The filter or check that rejected it, with the reason in words. */
  readonly rejectedBy?: { readonly filter: string; readonly why: string } | undefined;
}

/** A file of a tree or of the index, or standard input under a name. */
export interface FileSource {
  readonly type: "file" | "stdin" | "staged";
  /** `/`-separated, relative to the scanned root. */
  readonly path: string;
}

/** A git object of which no commit is known that brought it; between reading and asking for commits all of a history are. */
export interface ObjectSource {
  readonly type: "object";
  /** In the repository; `object:<id>` where none is known, `commit:<id>` and `tag:<name>` for messages. */
  readonly path: string;
  /** Its id. */
  readonly object: string;
  /** Of a commit or tag, not a file's content. */
  readonly message: boolean;
}

/**
 * What a commit brought: `commit` a file's content, `message` its own message; `tag` is the message of an annotated tag,
 * with its tagger as the author.
 */
export interface CommitSource {
  readonly type: "commit" | "message" | "tag";
  /** In the repository; `commit:<id>` and `tag:<name>` for messages. */
  readonly path: string;
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  /** ISO 8601 in UTC; empty where the commit's is damaged. */
  readonly date: string;
  readonly subject: string;
}

/** What stands in a commit, which may have it from an older one. */
export interface RevisionSource {
  readonly type: "revision";
  /** In the repository. */
  readonly path: string;
  readonly commit: string;
}

/** Where bytes come from. */
export type OriginSource = FileSource | RevisionSource | ObjectSource | CommitSource;
export type OriginType = OriginSource["type"];

/** Where a value stands in them. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One place where a value stands. */
export type Origin = OriginSource & Span;

/** How long a value was in a repository, and where it still is. */
export interface Exposure {
  /** Dates of the first and the last commit known to hold it: ISO 8601 in UTC, empty where unknown. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly inHead: boolean;
  /** Whose newest commit holds it, by their full names. */
  readonly refs: readonly string[];
  /** Every path at which it stood. */
  readonly paths: readonly string[];
}

/** A comment beside a value that asks to accept it: ours, or one that another scanner obeys. */
export interface AllowComment {
  /** What it begins with, as it is written: `tokscan:allow`, `gitleaks:allow`, ... */
  readonly marker: string;
  /** Where it stands in the file. */
  readonly line: number;
  readonly column: number;
  /** The rule it names, or "". */
  readonly rule: string;
  /** The first 8 characters or more of the fingerprint that it is bound to; "" where it is bound to no value. */
  readonly fingerprint: string;
  /** "" where none is given. */
  readonly reason: string;
  /** The last day on which it holds, YYYY-MM-DD; "" where it does not end. */
  readonly expires: string;
  /** What is wrong with it, in words; then it accepts nothing. */
  readonly fault?: string | undefined;
}

/**
 * What a worker hands back for one accepted match: plain data that survives structured cloning. `value` is the secret
 * itself and stays inside the process; `excerpt` is already masked.
 */
export interface RawFinding {
  readonly rule: number;
  readonly value: string;
  readonly parts: Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>;
  readonly confidence: Confidence;
  readonly proofs: readonly string[];
  readonly origin: Origin;
  readonly excerpt: string;
  readonly decoded: readonly string[];
  /** Those beside it; left out where there are none. */
  readonly comments?: readonly AllowComment[] | undefined;
}

/** A file that was selected for reading. */
export interface FileRef {
  /** As shown: `/`-separated, relative to the scanned root. */
  readonly path: string;
  /** As opened. */
  readonly file: string;
  /** Named on the command line: always read, links followed. */
  readonly named: boolean;
}

/** Bytes with a name, before any decoding. */
export type BlobMeta = OriginSource;

/** A value that masks itself wherever it is printed, inspected or serialised. Only {@link Secret.reveal} gives it. */
export class Secret {
  readonly #value: string;
  readonly mask: string;
  constructor(value: string, mask: string) {
    this.#value = value;
    this.mask = mask;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return this.mask;
  }
  toJSON(): string {
    return this.mask;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Secret(${this.mask})`;
  }
}

/** A part of a finding that was captured beside the secret. */
export interface Part {
  readonly value: Secret;
  readonly secret: boolean;
}

/** One place of a finding, with what was read there. */
export interface Sighting {
  readonly origin: Origin;
  /** As the finding's own. */
  readonly excerpt: string;
  readonly decoded: readonly string[];
  /** As they were written: they may hold any text. */
  readonly comments: readonly AllowComment[];
}

/** One value found by one rule, with all its places. */
export interface Finding {
  readonly rule: Rule;
  readonly confidence: Confidence;
  readonly proofs: readonly string[];
  readonly secret: Secret;
  /** The first place's line with every finding on it masked, cut to a readable width. */
  readonly excerpt: string;
  /** 32 hex characters of the value alone. */
  readonly fingerprint: string;
  /** In order of path, line, column; never empty. */
  readonly origins: readonly Origin[];
  /** Layers between the file's bytes and the value, outermost first. */
  readonly decoded: readonly string[];
  readonly parts: Readonly<Record<string, Part>>;
  /** Only of histories. */
  readonly exposure?: Exposure | undefined;
  /** Its places in the order of `origins`; only where a comment beside one of them asks to accept it. */
  readonly sightings?: readonly Sighting[] | undefined;
  /** Only where it was asked for; undefined is unchecked. */
  readonly verdict?: Verdict | undefined;
}

/** Why a finding is accepted; texts are masked. */
export interface Suppression {
  readonly by: "baseline" | "comment";
  /** Of a comment: what it begins with. */
  readonly marker?: string | undefined;
  /** Where the entry or comment stands. */
  readonly path: string;
  readonly line: number;
  /** It speaks of this value alone; otherwise it accepts whatever stands on its line, once. */
  readonly bound: boolean;
  /** Each "" where it is not said. */
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly expires: string;
}

/** A finding, or those of its places, that is accepted. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly suppressions: readonly Suppression[];
}

/** One line of a baseline. */
export interface BaselineEntry {
  readonly fingerprint: string;
  /** The rule that found the value when the entry was made; for readers alone. */
  readonly rule: string;
  readonly reason: string;
  /** "" for nobody. */
  readonly owner: string;
  /** The last day on which it holds, YYYY-MM-DD; "" where it does not end. */
  readonly expires: string;
  /** In the file. */
  readonly line: number;
}

export interface Baseline {
  /** As shown. */
  readonly path: string;
  /** Absolute: the tree whose values it accepts. */
  readonly folder: string;
  /** Each fingerprint once. */
  readonly entries: readonly BaselineEntry[];
}

/** What neither a comment nor a baseline may do, whoever writes it. */
export interface SuppressionPolicy {
  /** Kinds of credentials that are never accepted. */
  readonly never: readonly Kind[];
  /** `bound`: only comments that are bound to a value; `any`: also others, those of other scanners among them. */
  readonly inline: "any" | "bound";
}

export type DiagnosticLevel = "incomplete" | "note";

/** What could not be read and why; `incomplete` makes the exit code 3. */
export interface Diagnostic {
  readonly code: string;
  readonly level: DiagnosticLevel;
  readonly path?: string | undefined;
  /** In `path`, from 1. */
  readonly line?: number | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Counters of one scan; all of them deterministic. */
export interface Summary {
  readonly complete: boolean;
  readonly exitCode: number;
  readonly files: number;
  /** Only of histories. */
  readonly commits?: number | undefined;
  readonly bytes: number;
  readonly rules: number;
  readonly findings: number;
  /** Why something in sight was not opened on purpose -> how often: `max-size`, `exclude`, `special`, `link`. */
  readonly notOpened: Readonly<Record<string, number>>;
  /** Ignore file -> how many files it hid. */
  readonly ignored: { readonly files: number; readonly by: Readonly<Record<string, number>>; readonly examples: readonly string[] };
  /** Findings below the thresholds, by reason. */
  readonly belowThreshold: number;
  /** Findings that are accepted, wholly or at some of their places. */
  readonly suppressed: number;
  /** Findings by verdict, those that --verdict leaves out among them; only with --verify. */
  readonly verdicts?: Readonly<Record<VerdictState, number>> | undefined;
}

export interface ToolInfo {
  readonly name: "tokscan";
  readonly version: string;
  /** Which engines ran; shown with `-v` and in JSON. */
  readonly regexEngine: "re2" | "re2js";
  readonly kernel: "wasm-simd" | "plain";
  readonly packId: string;
}

/** One ref of a push; an id is undefined where there is no object: a new ref has no old one, a deleted one no new one. */
export interface RefUpdate {
  /** In full, as the receiving repository calls it. */
  readonly ref: string;
  readonly old: string | undefined;
  readonly new: string | undefined;
  /** What the pushing side calls it, where that is known; any text. */
  readonly local?: string | undefined;
}

/** A step to get rid of a value: a sentence, or a command to type as it stands. */
export type Step = { readonly say: string } | { readonly type: string };

/** What reporters get: plain data, secrets masked. */
export interface ScanResult {
  readonly tool: ToolInfo;
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  /** In the order of `findings`. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly diagnostics: readonly Diagnostic[];
  /** The rules that ran, for formats that describe them. */
  readonly rules: readonly Rule[];
  /** What verification would have sent, with --dry-run. */
  readonly egress?: readonly EgressRow[] | undefined;
}

export const FORMATS = ["text", "json", "jsonl", "sarif", "github", "gitlab"] as const;
export type Format = (typeof FORMATS)[number];

/** What a reporter may know about where its bytes go. */
export interface ReportOptions {
  readonly color: boolean;
  readonly showSecrets: boolean;
  readonly columns: number;
  /** In a CI job no printed line may begin with a CI command. */
  readonly ci: boolean;
  readonly verbose: boolean;
  /** When the scan began and ended, for formats that ask for it: milliseconds since 1970. */
  readonly clock: { readonly begun: number; readonly ended: number };
  /** The report goes to GitHub's code scanning, which shows what is accepted as open alerts. */
  readonly codeScanning?: boolean;
  /** The commit that a CI job has checked out, for formats that ask for it. */
  readonly commit?: string | undefined;
}

/** Everything decided before the first byte is read; plain frozen data. */
export interface ScanPlan {
  /** Paths as the user gave them, globs expanded; `-` is standard input. */
  readonly paths: readonly string[];
  readonly stdinPath: string;
  /** Absolute; paths in reports are relative to it. */
  readonly root: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxSize: number;
  /** Of a history: a range or revision, empty for all of it. */
  readonly range: string;
  /** Dates as git reads them, empty for none. */
  readonly since: string;
  readonly until: string;
  readonly branches: readonly string[];
  /** Parts of names or addresses. */
  readonly authors: readonly string[];
  readonly maxCommits: number;
  readonly unreachable: boolean;
  /** How many encodings, one within the other, are looked into; 0: none. */
  readonly decode: number;
  readonly ignoreFiles: boolean;
  /** False with --no-config: nothing in the tree is obeyed. */
  readonly treeConfig: boolean;
  /** False with --no-suppress and --no-config: neither comments nor a baseline accept anything. */
  readonly suppress: boolean;
  /** The accepted values, where there are any. */
  readonly baseline: Baseline | undefined;
  /** What suppressions may not do. */
  readonly suppression: SuppressionPolicy;
  /** On which day suppressions are judged, in UTC: YYYY-MM-DD. */
  readonly today: string;
  readonly strict: boolean;
  readonly jobs: number;
  readonly minSeverity: Severity;
  readonly minConfidence: Confidence;
  /** From which confidence on hooks refuse. */
  readonly blockConfidence: Confidence;
  readonly failOn: Severity;
  readonly exitCode: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly verify: VerifyPlan;
  /** Rule files, with who named them. */
  readonly ruleFiles: readonly { readonly path: string; readonly origin: RuleOrigin }[];
  readonly reports: readonly { readonly format: Format; readonly path: string }[];
  readonly format: Format;
  readonly showSecrets: boolean;
  readonly color: boolean;
  readonly progress: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Why a value is let through: as hosted push protection has them, and no others, so that logs can be counted. */
export const BYPASS_REASONS = ["used-in-tests", "false-positive", "fix-later"] as const;
export type BypassReason = (typeof BYPASS_REASONS)[number];

/** What the audit log tells of. `bypassed`: a hook let a value through; `bypass-created`: someone said that it may. */
export const AUDIT_ACTIONS = [
  "blocked", "bypass-created", "bypassed", "requested", "approved", "denied", "refused", "expired", "revoked",
  "hook-installed", "hook-removed", "earlier-hook-absent", "error-blocked", "error-allowed", "deferred", "deferred-scanned", "log-healed", "credential-revoking", "credential-revoked",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it, as git has it: what they say of themselves, unless a server knows better (`pusher`). */
export interface Actor {
  readonly name: string;
  readonly email: string;
}

/** What is to be recorded. All texts are masked and cut to a length by the log; no field ever holds a value. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** `pre-commit`, `pre-push`, `pre-receive` ... */
  readonly hook?: string | undefined;
  /** Full name: `refs/heads/main`. */
  readonly ref?: string | undefined;
  readonly commit?: string | undefined;
  /** `/`-separated, relative to the repository's root. */
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly rule?: string | undefined;
  readonly fingerprint?: string | undefined;
  /**
   * Whether the fingerprint's value could be found by trying. Unless it is known not to be, the log holds a keyed hash in
   * the fingerprint's place.
   */
  readonly guessable?: boolean | undefined;
  /** One of the reasons of a bypass. */
  readonly reason?: string | undefined;
  /** In a person's words. */
  readonly comment?: string | undefined;
  /** In tokscan's words: why something was refused, what was healed. */
  readonly detail?: string | undefined;
  /** When what was permitted ends: ISO 8601 in UTC. */
  readonly expires?: string | undefined;
  /** Of a request or grant. */
  readonly id?: string | undefined;
  readonly requester?: string | undefined;
  readonly approver?: string | undefined;
  /** Who pushes, as the server knows them. */
  readonly pusher?: string | undefined;
}

/** What stands in the log. `fingerprint` is the value's own, or `keyed:` and a keyed hash of it. */
export interface AuditRecord extends Omit<AuditEvent, "guessable" | "action"> {
  /** One of {@link AUDIT_ACTIONS}, or of a later version. */
  readonly action: string;
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly actor: Actor;
  /** Hash of the record before; zeros in the first. */
  readonly previous: string;
  /** 64 hex characters over all that stands before it. */
  readonly hash: string;
}

/** The newest record, after an append. */
export interface AuditReceipt {
  readonly number: number;
  readonly hash: string;
  /** Sentences about anchors that could not be reached: the records are written all the same. */
  readonly troubles: readonly string[];
}

/** Who writes the audit log, as stages and meeting places see it; passed in. */
export interface AuditLog {
  /**
   * Writes all events or none, on disk before it returns; none: nothing is written.
   * @throws TokscanError audit-damaged, audit-locked, audit-write
   */
  append(events: readonly AuditEvent[]): AuditReceipt;
}
