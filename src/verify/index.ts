/** The door of `verify/`: asks providers whether credentials work, under rules of its own about what goes where. */
export { commandFor } from "./byhand.js";
export { canary } from "./canary.js";
export { loginWay } from "./logins.js";
export { CODE_HOSTS, codeHostWay, type AskForKeys, type CodeHost } from "./sshkeys.js";
export { VerdictCache } from "./cache.js";
export { hostsOf, type AllowedHost, type Endpoint } from "./host.js";
export { keyVerdict, type KeyFile } from "./keypair.js";
export { judgeReply } from "./judge.js";
export { builtinRecipes, builtinRevocations, recipeFinder, revocationFinder } from "./recipes.js";
export { needs, prepare, sends } from "./request.js";
export { revocationNeeds, Revoker, type RequestInWords, type RevocationStep, type Revoked } from "./revoker.js";
export { PACE, SYSTEM_CLOCK, type Clock, type Pace } from "./schedule.js";
export { Verifier, type VerifyOptions } from "./verifier.js";
export type { Subject, Way } from "./way.js";
