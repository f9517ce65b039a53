/** The program, once it is loaded: see start.ts. */
import { run } from "./main.js";

void run();
