#!/usr/bin/env node
// The bundle turns on Node's compile cache, in the user's own folder, before it loads the rest of itself.
import "../dist/cli.js";
