/** The door of `ci/`: what the job that runs us is about. */
export { branchNames, isNone, type CiJob, type Scope } from "./job.js";
export { ciJob } from "./systems.js";
