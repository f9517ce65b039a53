/** The commands in words: what help and docs/cli.md say of each. */
import type { CommandName, PrintedFormat } from "./flags.js";
import { FORMATS } from "../model.js";

export interface CommandText {
  /** As commander takes it: `<needed>`, `[optional]`, `[several...]`. */
  readonly arguments: string;
  readonly argumentHelp: string;
  /** For the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly formats: readonly PrintedFormat[];
  /** What to type, and what for. */
  readonly examples: readonly (readonly [string, string])[];
  readonly exits: readonly (readonly [string, string])[];
}

const USAGE = ["2", "usage, configuration or a rule is wrong; nothing was done"] as const;
const FAULT = ["4", "an error of tokscan itself"] as const;
const LOOKING = [["0", "shown"], USAGE, FAULT] as const;
const PLAIN: readonly PrintedFormat[] = ["text", "json"];

const TABLES: readonly PrintedFormat[] = ["text", "json", "csv"];
const PERMITTED = [["0", "done, and in the audit log"], ["2", "wrong usage, not allowed by policy, or a damaged log; nothing was done"], FAULT] as const;
const LOGGED = [["0", "shown"], ["1", "the log is broken: the line is named, what comes before is shown"], USAGE, FAULT] as const;

const SCANNED: readonly (readonly [string, string])[] = [
  ["0", "nothing found, and everything in scope was read"],
  ["1", "findings at or above --fail-on (--exit-code changes it)"],
  ["2", "usage, configuration or a rule is wrong; nothing was scanned"],
  ["3", "incomplete: something in scope was not read"],
  FAULT,
];

export const CATALOGUE: Readonly<Record<CommandName, CommandText>> = {
  "scan": {
    arguments: "[path...]",
    argumentHelp: "folders, files and globs, default `.`; `-` is standard input",
    summary: "find credentials in folders, files and standard input",
    description: "Find credentials in folders, single files and standard input. Paths in reports are relative to the folder that is scanned; of several paths, or single files, to the current folder.",
    formats: FORMATS,
    examples: [
      ["tokscan scan", "the current folder"],
      ["tokscan scan src config.yml", "a folder and a file"],
      ["kubectl logs pod | tokscan scan - --stdin-path pod.log", "what another program prints"],
      ["tokscan scan -r sarif:tokscan.sarif --fail-on high", "in a CI job"],
    ],
    exits: SCANNED,
  },
  "diff": {
    arguments: "[range]",
    argumentHelp: "A..B, A...B (from where B left A), one commit against its parents, `-` for a patch on standard input; without it the working tree against HEAD",
    summary: "find credentials that a change introduces",
    description: "Find credentials that a change introduces: those in the new version of a file and not in the old one, renames followed. Whole new versions are scanned, so a key is seen when one of its lines changes. Of a patch on standard input (git's, `diff -u`, combined ones) the added lines count. Paths are relative to the repository's root.",
    formats: FORMATS,
    examples: [
      ["tokscan diff", "the working tree against HEAD, new files included"],
      ["tokscan diff main...HEAD", "what a branch brings"],
      ["tokscan diff v1.2", "what one commit brings"],
      ["git diff main | tokscan diff -", "what another program compares"],
    ],
    exits: SCANNED,
  },
  "staged": {
    arguments: "",
    argumentHelp: "",
    summary: "find credentials that the next commit would introduce",
    description: "Find credentials that the index would commit and HEAD does not have. Contents are read from the index, never from the working tree. Without HEAD everything in the index is new.",
    formats: FORMATS,
    examples: [["tokscan staged", "before a commit, or in a pre-commit hook"]],
    exits: SCANNED,
  },
  "ci": {
    arguments: "",
    argumentHelp: "",
    summary: "find credentials that the change of a CI job introduces",
    description: "Find credentials that the change of a CI job introduces: a pull or merge request, a push, a tag; on a schedule or by hand, all that stands in the commit. The range comes from the variables of GitHub Actions, GitLab CI, Bitbucket, Azure Pipelines, CircleCI, Jenkins or Buildkite. On pull and merge requests the configuration, ignore files and rules are those of the merge base, and what the change adds to them is told.",
    formats: FORMATS,
    examples: [["tokscan ci", "in a job of any of these"], ["tokscan ci --fetch -r sarif:tokscan.sarif", "with a shallow checkout, for code scanning"]],
    exits: [["0", "nothing introduced, and everything in scope was read"], ...SCANNED.slice(1, 3), ["3", "incomplete: something in scope was not read, or the checkout is too shallow"], FAULT],
  },
  "git": {
    arguments: "[repo]",
    argumentHelp: "a folder of the repository, or a bare one; default `.`",
    summary: "find credentials in the history of a git repository",
    description: "Find credentials in everything that a repository's refs and stashes lead to, commit and tag messages among it: each content is read once, and what is found is told with the commits that brought it, how long it stood and where it still stands. With a range, dates, an author or a number of commits, what those commits brought. Paths are relative to the repository's root.",
    formats: FORMATS,
    examples: [
      ["tokscan git", "all history of the repository that the current folder lies in"],
      ["tokscan git --range origin/main..HEAD", "what a branch brings"],
      ["tokscan git ../project.git --since '2 weeks ago'", "what came lately, in another repository"],
      ["tokscan git --unreachable", "also what was amended or dropped"],
    ],
    exits: [
      ["0", "nothing found, and everything in scope was read"],
      ["1", "findings at or above --fail-on (--exit-code changes it)"],
      ["2", "no repository, no such revision, or wrong usage; nothing was scanned"],
      ["3", "incomplete: a damaged object, a shallow boundary, or the like"],
      FAULT,
    ],
  },
  "explain": {
    arguments: "<file[:line]>",
    argumentHelp: "a file, and the line that you wonder about",
    summary: "why a text was or was not reported, stage by stage",
    description: "Say why the text of a file, or of one line of it, was or was not reported: what each rule saw, what each check and filter made of it, who owns the value, and which threshold it met. Values are always masked.",
    formats: PLAIN,
    examples: [["tokscan explain src/config.ts:12", "one line"], ["tokscan explain .env --format json", "a whole file, for a program"]],
    exits: [["0", "explained, whatever the answer"], USAGE, FAULT],
  },
  "verify": {
    arguments: "",
    argumentHelp: "",
    summary: "is the credential on standard input live?",
    description: "Ask its provider whether a credential works. The text on standard input goes through the engine, so that pairs are found as in a file: a line, an excerpt of an .env file, JSON. With --rule, a value alone. What is sent goes to the provider of the rule and nowhere else; --dry-run tells what would be. Values are never arguments, and are always masked.",
    formats: PLAIN,
    examples: [
      ["tokscan verify < .env", "what a file holds"],
      ["pbpaste | tokscan verify", "what was copied"],
      ["tokscan verify --rule datadog.credential --dry-run < key.txt", "a value alone; only tell who would be asked"],
      ["tokscan verify --endpoint gitlab=https://gitlab.example < token.txt", "an installation of your own"],
    ],
    exits: [["0", "dead; with --dry-run, told"], ["1", "live"], ["2", "no credential, or none that tokscan knows how to ask about; or wrong usage"], ["3", "unknown: asked without an answer that counts"], FAULT],
  },
  "bypass": {
    arguments: "<fingerprint>",
    argumentHelp: "of the value, as a refusal and reports in JSON show it",
    summary: "let one value through that hooks stop, for a time, on the record",
    description: "Let one value through that the hooks of this repository stop, for a time. The bypass is bound to the value and the repository: it survives an amend and lets nothing else through. It is written to the audit log with your name in git, and so is every use of it. The policy may not allow it, or not for so long.",
    formats: PLAIN,
    examples: [["tokscan bypass FINGERPRINT --reason used-in-tests", "for three hours"], ["tokscan bypass FINGERPRINT --reason fix-later --expires 30m --comment 'OPS-17'", "for half an hour"]],
    exits: PERMITTED,
  },
  "bypass list": {
    arguments: "",
    argumentHelp: "",
    summary: "bypasses, requests and grants of this repository",
    description: "List the bypasses, requests and grants that lie in this repository, with their ends.",
    formats: PLAIN,
    examples: [["tokscan bypass list", "what may pass, and what is asked for"]],
    exits: LOOKING,
  },
  "bypass revoke": {
    arguments: "<fingerprint-or-id>",
    argumentHelp: "the fingerprint of a bypass, or the id of a grant",
    summary: "end a bypass or a grant before its time",
    description: "End a bypass, or a grant, before its time. A grant that is revoked on a server counts there no more, wherever it comes from.",
    formats: PLAIN,
    examples: [["tokscan bypass revoke FINGERPRINT", "a bypass"], ["tokscan bypass revoke GRANT", "a grant, by its id"]],
    exits: PERMITTED,
  },
  "bypass request": {
    arguments: "<fingerprint>",
    argumentHelp: "of the value, as a refusal and reports in JSON show it",
    summary: "ask an approver to let one value through",
    description: "Ask an approver to let one value through. The request is written to this repository and printed as one word, to be sent to an approver: it holds the fingerprint, the ref, the repository and who asks, never the value.",
    formats: PLAIN,
    examples: [["tokscan bypass request FINGERPRINT --reason fix-later", "for a push of this branch"]],
    exits: PERMITTED,
  },
  "bypass approve": {
    arguments: "<request>",
    argumentHelp: "the id of a request in this repository, the word that was sent to you, or `-` for that word on standard input",
    summary: "sign a grant for a request of someone else",
    description: "Sign a grant for a request of someone else, with the SSH or OpenPGP key that git signs commits with. The grant is bound to repository, value, ref, requester and end, and counts where the policy names you as an approver. It is written to this repository and printed as the push option that carries it. One's own signature never counts.",
    formats: PLAIN,
    examples: [["tokscan bypass approve REQUEST --expires 1h", "a request that lies here, for one hour"], ["tokscan bypass approve - --key ~/.ssh/id_ed25519 < request.txt", "one that was sent to you"]],
    exits: PERMITTED,
  },
  "bypass deny": {
    arguments: "<request>",
    argumentHelp: "the id of a request in this repository, the word that was sent to you, or `-` for that word on standard input",
    summary: "turn a request down, on the record",
    description: "Turn a request down, on the record.",
    formats: PLAIN,
    examples: [["tokscan bypass deny REQUEST --comment 'rotate it first'", "a request that lies here"]],
    exits: PERMITTED,
  },
  "audit": {
    arguments: "[repo]",
    argumentHelp: "a folder of the repository, or a bare one; default `.`",
    summary: "who was stopped, and who let what through and why",
    description: "Show the audit log of push protection: what was stopped, let through, asked for, approved, denied, revoked; when, by whom and why. No value is in it. Each record is checked against the one before.",
    formats: TABLES,
    examples: [["tokscan audit --action bypassed,approved --since '2 weeks ago'", "what was let through lately"], ["tokscan audit /srv/git/app.git --actor ann --format json", "of a server's repository"]],
    exits: LOGGED,
  },
  "audit verify": {
    arguments: "[repo]",
    argumentHelp: "a folder of the repository, or a bare one; default `.`",
    summary: "is the audit log what was written?",
    description: "Check every record of the audit log against its hash and the record before, and the last against the newest hash, which is kept apart. It proves nothing against one who can write both files: compare a hash that you kept.",
    formats: PLAIN,
    examples: [["tokscan audit verify", "is it whole?"], ["tokscan audit verify --expect HASH", "and does it hold the record that a hook printed?"]],
    exits: [["0", "whole"], ["1", "not: the first broken link is named"], USAGE, FAULT],
  },
  "audit export": {
    arguments: "[repo]",
    argumentHelp: "a folder of the repository, or a bare one; default `.`",
    summary: "the whole audit log as JSON, JSON lines or CSV",
    description: "Print the audit log for another program, as JSON unless told otherwise. As JSON lines (`jsonl`) records are as they lie in the log, to the byte, so that their hashes can be checked elsewhere.",
    formats: ["json", "jsonl", "csv"],
    examples: [["tokscan audit export --format csv > audit.csv", "for a spreadsheet"], ["tokscan audit export --format jsonl --since 2026-01-01", "for a log store"]],
    exits: LOGGED,
  },
  "baseline create": {
    arguments: "",
    argumentHelp: "",
    summary: "accept all that is found in the repository today",
    description: "Scan the repository that the current folder lies in and write an entry for each value found to .tokscan.baseline at its root, so that only what is new is reported from then on. What comments accept gets no entry. A baseline that is there is never overwritten.",
    formats: PLAIN,
    examples: [
      ["tokscan baseline create --reason 'see SEC-12' --owner @security", "say why, and who cares for it"],
      ["tokscan baseline create --history --expires 90d", "also what only the history holds; for ninety days"],
      ["tokscan baseline create --without-guessable", "no fingerprints of weak passwords"],
    ],
    exits: [["0", "written, or nothing was found"], ["2", "there is one already, or wrong usage; nothing was written"], ["3", "written, but something in scope was not read"], FAULT],
  },
  "baseline update": {
    arguments: "",
    argumentHelp: "",
    summary: "take out entries that accept nothing, and add what is new",
    description: "Scan the repository and bring its baseline up to date: entries whose value is still found are kept with their words, the others are taken out, and values without an entry get one, for which --reason is needed. Where something could not be read, nothing is taken out.",
    formats: PLAIN,
    examples: [
      ["tokscan baseline update", "after credentials were removed"],
      ["tokscan baseline update --reason 'key of the mock server' --owner @payments", "accept what is new, too"],
    ],
    exits: [["0", "up to date"], ["2", "no baseline, no reason for what is new, wrong usage; nothing was written"], ["3", "written, but something in scope was not read"], FAULT],
  },
  "baseline show": {
    arguments: "",
    argumentHelp: "",
    summary: "what is accepted, by what, and which entries are of no use",
    description: "Scan the repository and show each entry of its baseline with the places that it accepts, which entries are expired or accept nothing, and what comments accept.",
    formats: PLAIN,
    examples: [["tokscan baseline show", "who accepted what, and why"], ["tokscan baseline show --format json", "for a program"]],
    exits: [["0", "shown"], USAGE, ["3", "shown, but something in scope was not read"], FAULT],
  },
  "revoke": {
    arguments: "",
    argumentHelp: "",
    summary: "revoke the credential on standard input at its provider",
    description: "Revoke a credential at its provider, where there is an API for it, and ask afterwards whether it is dead. What will be done is shown first and asked about on the terminal. The step that can be undone is preferred. In a repository it stands in the audit log. Where there is no API, the steps to take by hand are printed.",
    formats: PLAIN,
    examples: [
      ["pbpaste | tokscan revoke", "what was copied"],
      ["tokscan revoke --dry-run < token.txt", "only show what would be done"],
      ["tokscan revoke --yes --endpoint gitlab=https://gitlab.example < token.txt", "without asking, at an installation of your own"],
    ],
    exits: [["0", "revoked; with --dry-run, shown"], ["1", "not revoked, or still live"], ["2", "no credential, or none that tokscan knows how to revoke; or wrong usage"], ["3", "done, says the provider, but whether it is dead is unknown"], FAULT],
  },
  "rules list": {
    arguments: "",
    argumentHelp: "",
    summary: "all rules, or those that --only and --skip leave",
    description: "List the rules that a scan would run with.",
    formats: PLAIN,
    examples: [["tokscan rules list --only github,private-key", "by provider, kind, tag or id"], ["tokscan rules list --format json", "for a program"]],
    exits: LOOKING,
  },
  "rules show": {
    arguments: "<id>",
    argumentHelp: "the rule's id, or an older one",
    summary: "everything about one rule",
    description: "Show everything about a rule: what it finds, how it is proved, what to do about a finding.",
    formats: PLAIN,
    examples: [["tokscan rules show github.personal-access-token", "one rule"]],
    exits: LOOKING,
  },
  "rules test": {
    arguments: "[id-or-file...]",
    argumentHelp: "ids or their first words, YAML files of rules; with one id, `-` is a candidate text on standard input",
    summary: "hold rules to their examples, or try one on a text",
    description: "Hold rules to their own examples through the engine that scans use. Without a file, the built-in rules and those of your configuration. With `-`, try one rule on a text from standard input.",
    formats: PLAIN,
    examples: [
      ["tokscan rules test stripe", "the rules of one file"],
      ["tokscan rules test my-rules.yaml", "rules of your own"],
      ["tokscan rules test my-rules.yaml --time", "and how long each takes"],
      ["tokscan rules test github.personal-access-token - < candidate.txt", "does this rule find it?"],
    ],
    exits: [["0", "every example is as it should be; with `-`, the rule finds something"], ["1", "an example is not; with `-`, the rule finds nothing"], USAGE, FAULT],
  },
  "rules lint": {
    arguments: "[path...]",
    argumentHelp: "YAML files and folders of them; default the built-in rules",
    summary: "check how rules are written",
    description: "Check that rules can be read by their users and cannot make a scan slow.",
    formats: PLAIN,
    examples: [["tokscan rules lint my-rules.yaml", "rules of your own"]],
    exits: [["0", "no errors; warnings do not count"], ["1", "errors"], USAGE, FAULT],
  },
  "hook install": {
    arguments: "[name]",
    argumentHelp: "pre-commit, pre-merge-commit, commit-msg or pre-push; default all four. With --server the folder of the bare repository, default `.`",
    summary: "install hooks that stop commits and pushes with secrets",
    description: "Install git hooks that stop what holds secrets: in this repository, in all of yours (--global), or in a bare one that is pushed to (--server). A hook that is there keeps running. Folders that core.hooksPath names are respected.",
    formats: PLAIN,
    examples: [
      ["tokscan hook install", "all four, in this repository"],
      ["tokscan hook install pre-push", "one"],
      ["tokscan hook install --global", "in all repositories of yours"],
      ["tokscan hook install --server /srv/git/app.git", "in a bare repository on a server"],
    ],
    exits: [["0", "installed"], ["2", "they cannot be installed there, or usage is wrong; nothing was changed"], FAULT],
  },
  "hook uninstall": {
    arguments: "[name]",
    argumentHelp: "default all four; with --server the folder of the bare repository, default `.`",
    summary: "take them away and put back what was there",
    description: "Take tokscan's hooks away. A hook that was there before comes back as it was.",
    formats: PLAIN,
    examples: [["tokscan hook uninstall", "all of them"], ["tokscan hook uninstall pre-push", "one"]],
    exits: [["0", "taken away, or never there"], USAGE, FAULT],
  },
  "hook status": {
    arguments: "[name]",
    argumentHelp: "default all four; with --server the folder of the bare repository, default `.`",
    summary: "which hooks are active, and which git would pass over",
    description: "Say which hooks are active, and which git would pass over and why: core.hooksPath names another folder, the file is not executable, another tool's hook stands there without ours. A policy that cannot be read is told too.",
    formats: PLAIN,
    examples: [["tokscan hook status", "all four"], ["tokscan hook status --format json", "for a program"]],
    exits: [["0", "all of them are active"], ["1", "one is not, or the policy cannot be read"], USAGE, FAULT],
  },
  "hook run": {
    arguments: "<name> [args...]",
    argumentHelp: "pre-commit, pre-merge-commit, commit-msg, pre-push or pre-receive, and behind `--` what git gave the hook; `deferred`: pushes that a server let in before all of them was read",
    summary: "what an installed hook calls",
    description: "Judge a commit, a message or a push: what an installed hook calls, and what a line in the configuration of husky, lefthook or another tool can call. Findings of high confidence refuse it, others are told. Standard input must be git's own.",
    formats: PLAIN,
    examples: [
      ["tokscan hook run pre-commit", "from another tool's hook"],
      ['tokscan hook run pre-push -- "$@"', "the same; git's standard input goes on to it"],
      ["tokscan hook run deferred", "on a server, now and then"],
    ],
    exits: [
      ["0", "nothing refuses it"],
      ["1", "refused; or what an earlier hook ended with"],
      ["2", "not checked: usage, configuration or git's input is wrong; refused"],
      ["3", "not all of it could be read; refused"],
      ["4", "an error of tokscan itself; refused"],
    ],
  },
};

/** Commands of several words whose first is none by itself. */
export const GROUP_TEXT: Readonly<Record<string, { readonly summary: string; readonly description: string }>> = {
  baseline: { summary: "accept what is there today, block what is new", description: "Accept what is there today, block what is new." },
  hook: { summary: "stop secrets before they are committed, pushed or received", description: "Stop secrets before they are committed, pushed or received." },
  rules: { summary: "look at, try and check rules", description: "Look at, try and check rules." },
};

/** What help and docs say once for all commands. */
export const ORDER = "Options may also stand in the environment (TOKSCAN_MAX_SIZE=10M), in your own ~/.config/tokscan/config.yaml and in .tokscan.yaml at the repository's root, in this order; lists add up. Full reference: docs/cli.md";
