/**
 * Every message a user may meet: code, text, hint and exit code in one table, so that whoever searches for what was on
 * the screen lands here. `docs/errors.md` documents each code, and a test holds the two together.
 *
 * Texts never hold file content; paths and other foreign text are escaped where they are printed, not here.
 */
import type { Diagnostic, DiagnosticLevel } from "./model.js";

interface ErrorEntry {
  readonly exit: 2 | 3 | 4;
  readonly text: (a: Readonly<Record<string, string>>) => string;
  readonly hint?: (a: Readonly<Record<string, string>>) => string;
}

/** Errors that end the run. */
export const ERRORS = {
  "internal": {
    exit: 4,
    text: (a) => `tokscan failed: ${a.reason}`,
    hint: () => "This is a mistake in tokscan. Please report it with the output of `tokscan --version`, but without file contents.",
  },
  "path-missing": {
    exit: 2,
    text: (a) => `${a.path}: no such file or directory`,
    hint: () => "Check the spelling; paths are relative to the current folder.",
  },
  "path-unreadable": {
    exit: 2,
    text: (a) => `${a.path}: ${a.reason}`,
    hint: () => "Check the path and its permissions.",
  },
  "path-special": {
    exit: 2,
    text: (a) => `${a.path}: is a ${a.what}, which tokscan does not open`,
    hint: () => "Name a regular file or a folder, or pipe the data: `... | tokscan scan -`.",
  },
  "git-missing": {
    exit: 2,
    text: () => "git was not found",
    hint: () => "Install git, or put it on PATH. Only absolute entries of PATH outside the scanned folder count.",
  },
  "git-old": {
    exit: 2,
    text: (a) => `git ${a.version} is too old`,
    hint: (a) => `Install git ${a.oldest} or later.`,
  },
  "git-no-repository": {
    exit: 2,
    text: (a) => `${a.path}: is no git repository and lies in none`,
    hint: () => "Name a folder of a repository, or scan files without their history: `tokscan scan`.",
  },
  "git-ownership": {
    exit: 2,
    text: (a) => `${a.path}: the repository belongs to someone else, so git does not open it`,
    hint: (a) => `If you trust it: \`${a.remedy}\``,
  },
  "git-revision": {
    exit: 2,
    text: (a) => `no commit is called '${a.name}'`,
    hint: (a) => a.nearest ? `Did you mean '${a.nearest}'?` : "`git branch --all` and `git tag` list names. In a shallow clone older commits are missing: `git fetch --unshallow`.",
  },
  "git-unrelated": {
    exit: 2,
    text: (a) => `${a.a} and ${a.b} have no common ancestor`,
    hint: () => "Compare them directly, with two dots: `A..B`.",
  },
  "git-depth": {
    exit: 3,
    text: (a) => `the checkout is too shallow: ${a.what} is not in it`,
    hint: (a) => a.step ? `To go on, ${a.step}. Nothing was scanned.` : "The remote did not give it either. Nothing was scanned.",
  },
  "git-no-files": {
    exit: 2,
    text: () => "this repository has no working tree",
    hint: () => "Name a range: `tokscan diff A..B`.",
  },
  "git-failed": {
    exit: 3,
    text: (a) => `git ${a.command} failed: ${a.reason}`,
    hint: () => "Nothing is known about what it was to read. Run the same git command by hand to see what it says.",
  },
  "hook-framework": {
    exit: 2,
    text: (a) => `${a.hook}: the hooks here are written by ${a.tool}, which would write over another`,
    hint: (a) => `Let it call tokscan: add to ${a.file}: ${a.line}`,
  },
  "hook-occupied": {
    exit: 2,
    text: (a) => `${a.file}: a hook was put here after tokscan's, and ${a.before} still holds the one before`,
    hint: () => "Keep what you need of the two in one file, delete the other, and install again.",
  },
  "hook-write": {
    exit: 2,
    text: (a) => `${a.path}: hooks cannot be written there: ${a.reason}`,
    hint: () => "Check the folder and its permissions, and what core.hooksPath says.",
  },
  "hook-unknown": {
    exit: 2,
    text: (a) => `there is no hook '${a.name}' for tokscan`,
    hint: (a) => a.nearest ? `Did you mean '${a.nearest}'?` : `There are ${a.names}.`,
  },
  "hook-server": {
    exit: 2,
    text: (a) => `${a.path}: ${a.what}`,
    hint: () => "`tokscan hook install --server` puts pre-receive into a bare repository, and no other hook.",
  },
  "hook-shared": {
    exit: 2,
    text: (a) => `${a.path}: core.hooksPath (${a.scope}) names this folder for all repositories`,
    hint: () => "To install there for all of them: `tokscan hook install --global`.",
  },
  "hook-incomplete": {
    exit: 3,
    text: (a) => `not everything could be read: ${a.what}`,
    hint: () => "What is not read is not let through.",
  },
  "push-budget": {
    exit: 3,
    text: (a) => `the push is larger than what this server's policy lets tokscan read at once (${a.budget})`,
    hint: () => "Push fewer commits at a time, the oldest first: git push REMOTE COMMIT:BRANCH.",
  },
  "push-protocol": {
    exit: 2,
    text: (a) => `line ${a.line} of standard input is not what git tells a hook: ${a.what}`,
    hint: () => "git gives a hook its standard input; a hook that calls tokscan must pass it on whole.",
  },
  "rule-invalid": {
    exit: 2,
    text: (a) => `${a.place}: ${a.what}`,
    hint: (a) => a.expected ? `Expected ${a.expected}.` : "See rules/README.md for the fields of a rule.",
  },
  "rules-none": {
    exit: 2,
    text: () => "no rules are left to scan with",
    hint: () => "--only and --skip exclude every rule; `tokscan rules list` shows ids, providers, kinds and tags.",
  },
  "rules-unknown": {
    exit: 2,
    text: (a) => `${a.option}: no rule, provider, kind or tag is called '${a.name}'`,
    hint: (a) => a.nearest ? `Did you mean '${a.nearest}'?` : "`tokscan rules list` shows them all.",
  },
  "rules-file": {
    exit: 2,
    text: (a) => `${a.path}: ${a.reason}`,
    hint: () => "Rule files are YAML lists of rules, regular files of 1 MiB at most.",
  },
  "config-invalid": {
    exit: 2,
    text: (a) => `${a.place}: ${a.what}`,
    hint: (a) => a.expected ?? "",
  },
  "baseline-invalid": {
    exit: 2,
    text: (a) => `${a.place}: ${a.what}`,
    hint: (a) => a.expected ?? "",
  },
  "baseline-exists": {
    exit: 2,
    text: (a) => `${a.path}: there is a baseline already`,
    hint: () => "`tokscan baseline update` brings it up to date.",
  },
  "baseline-missing": {
    exit: 2,
    text: (a) => `${a.path}: there is no baseline`,
    hint: () => "`tokscan baseline create` makes one.",
  },
  "baseline-reason": {
    exit: 2,
    text: (a) => `${a.what} no entry yet, and no reason is given`,
    hint: () => "Look at what `tokscan scan` reports. To accept it, say why: `tokscan baseline update --reason \"...\"`. Nothing was written.",
  },
  "baseline-write": {
    exit: 4,
    text: (a) => `${a.path}: the baseline could not be written: ${a.reason}`,
    hint: () => "Nothing was left half-written. Check the folder and its permissions.",
  },
  "option-invalid": {
    exit: 2,
    text: (a) => `${a.option}: ${a.what}`,
    hint: (a) => a.expected ?? "",
  },
  "option-unknown": {
    exit: 2,
    text: (a) => `unknown ${a.what} '${a.name}'`,
    hint: (a) => a.nearest ? `Did you mean '${a.nearest}'?` : "`tokscan --help` lists them.",
  },
  "option-trust": {
    exit: 2,
    text: (a) => `${a.place}: '${a.option}' may not stand here`,
    hint: (a) => `It is obeyed only ${a.where}, so that a scanned repository cannot switch the result, write a file or show a value.`,
  },
  "verify-off": {
    exit: 2,
    text: (a) => `${a.option}: nothing is verified`,
    hint: () => "It goes with --verify, which asks providers whether what was found still works.",
  },
  "verdict-cache": {
    exit: 2,
    text: (a) => `${a.path}: ${a.reason}`,
    hint: () => "It is kept for --verdict-cache; give another file, or remove it and ask anew.",
  },
  "verify-input": {
    exit: 2,
    text: (a) => a.what,
    hint: (a) => a.expected ?? "",
  },
  "patch-invalid": {
    exit: 2,
    text: (a) => `standard input is no unified diff: ${a.reason}`,
    hint: () => "Pipe what `git diff` or `diff -u` prints: `git diff --no-color A B | tokscan diff -`.",
  },
  "report-write": {
    exit: 4,
    text: (a) => `${a.path}: the report could not be written: ${a.reason}`,
    hint: () => "Nothing was left half-written. Check the folder and its permissions.",
  },
  "audit-damaged": {
    exit: 2,
    text: (a) => `the audit log is damaged: ${a.what}`,
    hint: () => "Nothing was added to it. `tokscan audit verify` looks at all of it. To go on, keep audit.jsonl and audit.head elsewhere, both of them: then a new log begins.",
  },
  "audit-locked": {
    exit: 4,
    text: (a) => `${a.path}: the audit log has been locked for too long`,
    hint: () => "The file names the process that holds it. If that is no tokscan, remove the file.",
  },
  "audit-read": {
    exit: 2,
    text: (a) => `${a.path}: cannot be read: ${a.reason}`,
    hint: () => "The data of push protection belongs to whoever owns the repository: look at it as they do.",
  },
  "audit-write": {
    exit: 4,
    text: (a) => `${a.path}: cannot be written: ${a.reason}`,
    hint: () => "What cannot be recorded is not let through. Check the folder, its permissions and the space on its disk.",
  },
  "bypass-refused": {
    exit: 2,
    text: (a) => `no bypass was made: the policy ${a.why}`,
    hint: (a) => a.request ? `Ask for one: \`tokscan bypass request ${a.fingerprint} --reason ...\`.` : "Take the value out of what is pushed, and change it where it is used.",
  },
  "request-unknown": {
    exit: 2,
    text: (a) => `there is no ${a.what}`,
    hint: () => "`tokscan bypass list` shows what lies in this repository.",
  },
  "request-own": {
    exit: 2,
    text: () => "this request is your own, and one's own signature never counts",
    hint: () => "Someone else whom the policy names as an approver must sign it.",
  },
  "request-lapsed": {
    exit: 2,
    text: (a) => `request ${a.id} was made at ${a.created}, more than a week ago`,
    hint: () => "Whoever still needs it asks anew.",
  },
  "request-answered": {
    exit: 2,
    text: (a) => `request ${a.id} is ${a.state} already`,
    hint: () => "Whoever still needs it asks anew; `tokscan bypass revoke` takes a grant back.",
  },
  "program-missing": {
    exit: 2,
    text: (a) => `${a.program} was not found`,
    hint: () => "Signatures are made and checked by it: install OpenSSH or GnuPG. Only absolute entries of PATH outside the repository count.",
  },
  "sign-failed": {
    exit: 2,
    text: (a) => `the grant could not be signed: ${a.program} failed, ${a.reason}`,
    hint: () => "Name a key with --key, or set user.signingKey as for signed commits. A key that is not unlocked must be in the agent.",
  },
  "policy-invalid": {
    exit: 2,
    text: (a) => `${a.place}: ${a.what}`,
    hint: (a) => a.expected ? `Expected ${a.expected}.` : "docs/push-protection.md has the keys of a policy.",
  },
  "pack-unreadable": {
    exit: 4,
    text: (a) => `the compiled rule pack cannot be read: ${a.reason}`,
    hint: () => "Install tokscan again, or run `npm run build` in a checkout of it.",
  },
  "kernel-missing": {
    exit: 4,
    text: (a) => `the kernel cannot be loaded: ${a.reason}`,
    hint: () => "Install tokscan again, or set TOKSCAN_KERNEL=plain.",
  },
  "regex-missing": {
    exit: 4,
    text: (a) => `no regular expression engine can be loaded: ${a.reason}`,
    hint: () => "Install tokscan again; `re2js` is part of it.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

interface DiagnosticEntry {
  readonly level: DiagnosticLevel;
  readonly text: (a: Readonly<Record<string, string>>) => string;
  readonly hint?: string;
}

/** What a scan goes on after. `incomplete` ones make the exit code 3. */
export const DIAGNOSTICS = {
  "unreadable": { level: "incomplete", text: (a) => `could not be read: ${a.reason}`, hint: "Make it readable or exclude it with --exclude." },
  "vanished": { level: "incomplete", text: () => "disappeared while it was being scanned", hint: "Scan again when nothing changes the tree." },
  "changed": { level: "incomplete", text: () => "became shorter or was replaced while it was being read", hint: "Scan again when nothing changes the tree." },
  "path-missing": { level: "incomplete", text: () => "no such file or directory", hint: "Check the spelling; the other paths were scanned." },
  "no-files": { level: "incomplete", text: () => "no file was selected: nothing was scanned", hint: "Check the paths, --include and --exclude." },
  "encoding": { level: "incomplete", text: (a) => `text in ${a.encoding} is damaged: ${a.reason}`, hint: "What could be decoded was scanned." },
  "ignore-file": { level: "incomplete", text: (a) => `ignore file not obeyed: ${a.reason}`, hint: "Ignore files must be regular files inside the root, 1 MiB at most." },
  "patch-cut": { level: "incomplete", text: (a) => `the patch is damaged: ${a.reason}`, hint: "What could be read was scanned. Make the patch again." },
  "patch-content": { level: "incomplete", text: (a) => `its content is not in the patch: ${a.reason}`, hint: "Scan the file itself: `tokscan scan FILE`." },
  "patch-copy": { level: "note", text: () => "a copy; of it only what the patch adds was scanned" },
  "submodule": { level: "note", text: () => "a submodule, which is a repository of its own and was not scanned" },
  "unmerged": { level: "incomplete", text: () => "is in conflict, so it is not known what would be committed", hint: "Resolve the conflict and scan again." },
  "git-object": { level: "incomplete", text: (a) => `git object ${a.object} is missing or damaged`, hint: "`git fsck` tells more; fetching from a remote that has it may repair it. All else was scanned." },
  "git-ref": { level: "incomplete", text: (a) => `the ref ${a.name} cannot be read`, hint: "`git fsck` tells more; deleting it or fetching it again repairs it. What all other refs lead to was scanned." },
  "git-lfs": { level: "note", text: () => "kept by Git LFS, only its pointer was read", hint: "`git lfs checkout` brings the content; scan it with `tokscan scan`." },
  "ci-range": { level: "note", text: (a) => a.what },
  "not-obeyed": { level: "note", text: (a) => a.what, hint: "A change does not choose how it is scanned: this holds once it is merged, or with --trust-head." },
  "nothing-to-scan": { level: "note", text: (a) => `${a.what}: there was nothing to scan` },
  "git-index": { level: "note", text: (a) => `git could not tell which files are tracked (${a.reason}), so .gitignore is not obeyed`, hint: "All files were scanned." },
  "git-absent": { level: "incomplete", text: (a) => `git object ${a.object} was left out of this partial clone`, hint: "Scan a full clone, or fetch what is missing; tokscan fetches nothing by itself." },
  "git-shallow": { level: "incomplete", text: (a) => `the clone is shallow: what came before commit ${a.commit} is not here`, hint: "`git fetch --unshallow` brings it." },
  "git-ended": { level: "incomplete", text: (a) => `git ${a.command} did not come to its end: ${a.reason}`, hint: "What it had given until then was scanned." },
  "baseline-expired": { level: "note", text: (a) => `this entry held until ${a.date}: what it accepted is reported again`, hint: "Replace the credential, or give the entry a later date." },
  "baseline-unused": { level: "note", text: () => "this entry accepts nothing in this tree", hint: "`tokscan baseline update` takes it out, with --history only if the history has it neither." },
  "allow-expired": { level: "note", text: (a) => `this comment held until ${a.date}: what it accepted is reported again`, hint: "Replace the credential, or give the comment a later date." },
  "allow-unused": { level: "note", text: (a) => `this comment accepts nothing: ${a.reason}`, hint: "`tokscan explain` prints the right one." },
  "allow-invalid": { level: "note", text: (a) => `this comment accepts nothing: ${a.reason}`, hint: "Expected `tokscan:allow RULE#FINGERPRINT -- reason until YYYY-MM-DD`." },
  "allow-refused": { level: "note", text: (a) => `not accepted: ${a.reason}` },
  "verdict-unknown": { level: "incomplete", text: (a) => `${a.what}: ${a.why}`, hint: "Ask again, or look at it by hand; it may be live." },
  "verify-tls": { level: "note", text: () => "NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed: providers' certificates are always verified", hint: "NODE_EXTRA_CA_CERTS adds certificates of your own." },
  "link": { level: "note", text: (a) => `symbolic link not followed: ${a.reason}` },
  "special": { level: "note", text: (a) => `${a.what}, not opened` },
} as const satisfies Record<string, DiagnosticEntry>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

/** An error that ends the run; `exit` is what `cli/main.ts` ends the process with. */
export class TokscanError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly exit: number;
  constructor(code: ErrorCode, args: Readonly<Record<string, string>> = {}) {
    const entry: ErrorEntry = ERRORS[code];
    super(entry.text(args));
    this.name = "TokscanError";
    this.code = code;
    this.hint = entry.hint?.(args) ?? "";
    this.exit = entry.exit;
  }
}

/** A diagnostic of the table above about `path` (`/`-separated, relative to the root), if it has a place. */
export function diagnostic(code: DiagnosticCode, path: string | undefined, args: Readonly<Record<string, string>> = {}): Diagnostic {
  const entry: DiagnosticEntry = DIAGNOSTICS[code];
  return { code, level: entry.level, path, message: entry.text(args), hint: entry.hint };
}
