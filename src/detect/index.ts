/** The door of detect/: views to judged matches. */
export { Detector } from "./detector.js";
export { CONTEXT, type Groups, type Trace, type Work } from "./search.js";
export { createKernel, type Kernel } from "./kernel/index.js";
export { Subject } from "./subject.js";
export { valueScore } from "./value/index.js";
export type { Hints } from "./kernel/encodings.js";
export { hopeless } from "./places.js";
export { FILTERS, judge, type JudgeInput } from "./judge.js";
export { Attribution } from "./services.js";
export { CHECKS, type Check, type CheckVerdict } from "./checks/index.js";
