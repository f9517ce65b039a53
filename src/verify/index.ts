/** The door of `verify/`: asks providers whether credentials work, under rules of its own about what goes where. */
export { canary } from "./canary.js";
export { hostsOf, type AllowedHost, type Endpoint } from "./host.js";
export { judgeReply } from "./judge.js";
export { builtinRecipes, recipeFinder } from "./recipes.js";
export { needs, prepare, sends } from "./request.js";
export { PACE, type Clock, type Pace } from "./schedule.js";
export { Verifier, type Subject, type VerifyOptions } from "./verifier.js";
