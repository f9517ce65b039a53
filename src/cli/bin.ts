/** The program's entry. Loads the rest after Node's compile cache is on, so that the rest is cached. */
import { useCompileCache } from "./compile-cache.js";

useCompileCache();
const { run } = await import("./main.js");
await run();
