/** The hooks that tokscan has a part in. */
export const CLIENT_HOOKS = ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"] as const;
export type ClientHook = (typeof CLIENT_HOOKS)[number];
export const SERVER_HOOK = "pre-receive";
export type HookName = ClientHook | typeof SERVER_HOOK;
export const HOOK_NAMES: readonly HookName[] = [...CLIENT_HOOKS, SERVER_HOOK];

/** The hooks that git tells on standard input what is pushed. */
export function readsPush(name: HookName): boolean {
  return name === "pre-push" || name === SERVER_HOOK;
}

/** What git runs on the side of people who commit; a global folder of hooks stands before all of them. */
export const PASSED_ON = [
  "applypatch-msg", "pre-applypatch", "post-applypatch", "prepare-commit-msg", "post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-auto-gc", "post-rewrite",
  "sendemail-validate", "post-index-change", "update", "post-receive", "post-update", "pre-receive",
] as const;
