/** A repository's history: its contents once each, then the commits that brought what was found in them. */
export { priorContents, traceFindings, type Traced } from "./trace.js";
export { HistoryReader, type HistoryContent } from "./reader.js";
export { historyScope, type HistoryScope, type Unresolved } from "./scope.js";
export { contentsUnder } from "./versions.js";
export { pushScope, type PushScope, type Receiver } from "./pushed.js";
export { commitGraph, foundations, type CommitGraph } from "./graph.js";
export { standingIn, type Standing } from "./standing.js";
