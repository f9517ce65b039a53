import { expect, test } from "vitest";
import { looksAt } from "../../src/detect/files.js";
import { ruleOf } from "../support/engine.js";

const rows: [glob: string, path: string, looks: boolean][] = [
  ["**/*.{yml,yaml}", "config.yml", true],
  ["**/*.{yml,yaml}", "a/b/config.YAML", true],
  ["**/*.{yml,yaml}", "a/yml", false],
  ["**/.{bashrc,zshrc}", "home/.zshrc", true],
  ["**/{a,b}.{c,d}", "x/b.d", true],
  ["**/{a,b}.{c,d}", "x/a.b", false],
  ["**/.env.*", ".env.local", true],
];

test.each(rows)("%s looks at %s: %s", (glob, path, looks) => {
  expect(looksAt(ruleOf("x", { files: [glob] }), path)).toBe(looks);
});
