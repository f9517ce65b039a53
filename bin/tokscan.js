#!/usr/bin/env node
import * as nodeModule from "node:module";
// Keeps V8's compiled code between runs where Node can (22.8 and later).
nodeModule.enableCompileCache?.();
await import("../dist/cli.js");
