/**
 * The door of `protect/`: what a push is held to, what may pass in spite of it, and the log of who let what through and why.
 * Data lies in `<git common dir>/tokscan/` of a repository, bare ones too.
 */
export { gitActor, pushersOf } from "./actor.js";
export { openAuditLog, type Anchor, type LogOptions } from "./audit/log.js";
export type { TextMask } from "./audit/record.js";
export { verifyLog, type Verified } from "./audit/verify.js";
export { DURATION_EXPECTED, durationText, endState, parseDuration } from "./duration.js";
export { DEFAULT_POLICY, isBlocking, mergePolicies, type AnchorSpec, type BypassMode, type Policy } from "./policy/policy.js";
export { isFingerprint, isReason } from "./reason.js";
export { openStore, storeIn, type Store } from "./store.js";
export { newestRecord, recordName } from "./audit/newest.js";
export { createBypass, findBypass, listBypasses, removeBypass, sweepBypasses, type Bypass } from "./bypass.js";
export { parsePushOptions, pushOptionsOf, type PushOptions } from "./option.js";
export { againstAll, judgePasses, type GrantLookup, type Passage, type Passes, type PassRequest, type Stopped } from "./pass.js";
export { clientPolicy, REPOSITORY_POLICY, serverPolicy } from "./policy/load.js";
export { grantOf, grantText, grantWord, isRevoked, isSame, NAMESPACE, parseGrant, revokeGrant, saveGrant, storedGrants, type Grant, type SignedGrant } from "./grant.js";
export { grantLookup, type GrantContext } from "./grants.js";
export { repositoryIdentity } from "./identity.js";
export { isWord } from "./asked.js";
export { findRequest, LAPSES_MS, listRequests, newId, parseRequest, requestState, requestText, saveRequest, type GrantRequest, type StoredRequest } from "./request.js";
export { anchorsOf } from "./audit/anchor.js";
export type { Ending, Logged } from "./audit/chain.js";
export { isRecordedOpenly, queryLog, type AuditQuery } from "./audit/query.js";
export { defer, deferredPushes, settle, type DeferredPush, type StoredPush } from "./deferred.js";
export { committed, messageRules } from "./message.js";
export { trackedIds } from "./remote.js";
export { reach, rewrite, rewriteMessage, unstage } from "./removal.js";
export { parsePrePush, parsePreReceive } from "./updates.js";
export { runChained } from "./hooks/chain.js";
export { hookFolder, ownFolder, type HookFolder } from "./hooks/folder.js";
export { installHooks, removeGlobalFolder, uninstallHooks, type Installed, type Removed } from "./hooks/install.js";
export { CLIENT_HOOKS, HOOK_NAMES, readsPush, SERVER_HOOK, type ClientHook, type HookName } from "./hooks/names.js";
export { hooksReport, type HooksReport, type HookStatus } from "./hooks/status.js";
export { shellWord, type Launcher, type Reach } from "./hooks/stub.js";
export { forgetPushOptions, usePushOptions } from "./hooks/push-options.js";
