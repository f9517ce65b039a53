/** The import law of src/README.md: which room may import which. A failure names the edge. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, it } from "vitest";

/** Rooms -> rooms they may import. The top level of src/ is one room a file; `*` is every one but cli. */
const LAW: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: ["model"],
  adapters: ["model", "errors"],
  pack: ["model", "errors", "adapters"],
  sources: ["model", "errors", "adapters"],
  decode: ["model", "errors", "adapters"],
  detect: ["model", "errors", "adapters"],
  findings: ["model", "errors", "adapters"],
  report: ["model", "errors", "adapters"],
  ci: ["model", "errors"],
  protect: ["model", "errors", "adapters"],
  verify: ["model", "errors", "adapters"],
};
const NOBODY_IMPORTS = ["cli"];

interface Edge {
  readonly from: string;
  readonly to: string;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((f) => posix.join(folder, f.replaceAll("\\", "/")))
    .filter((f) => f.endsWith(".ts") && !f.endsWith(".d.ts") && !f.includes("/assembly/"));
}

function edges(file: string): Edge[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((m) => m[1]);
  return specifiers.map((s) => ({ from: file, to: posix.join(posix.dirname(file), s).replace(/\.js$/, ".ts") }));
}

function room(file: string): string {
  const [first = ""] = file.replace(/^src\//, "").split("/");
  return first.replace(/\.ts$/, "");
}

const all = files("src").flatMap(edges);

it("finds imports to judge", () => expect(all.length).toBeGreaterThan(50));

it("lets no room import one it may not", () => {
  const wrong = all.filter(({ from, to }) => {
    const [here, there] = [room(from), room(to)];
    if (here === there) return false;
    if (NOBODY_IMPORTS.includes(there)) return true;
    return LAW[here] !== undefined && !LAW[here].includes(there);
  });
  expect(wrong.map((e) => `${e.from} -> ${e.to}`)).toEqual([]);
});

it("has no cycle between files", () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to, [...way, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  const cycles = [...next.keys()].map((file) => visit(file, [])).filter((c) => c !== undefined);
  expect(cycles.map((c) => c.join(" -> "))).toEqual([]);
});

it("enters a folder by its door from outside", () => {
  // The pack's store and cache are doors of their own: a scan must not load the YAML reader behind pack/index.ts.
  const doors = new Set(["src/pack/store.ts", "src/pack/cache.ts", "src/pack/examples.ts"]);
  const folders = ["pack", "sources", "decode", "detect", "findings", "report", "ci", "protect", "verify"];
  const wrong = all.filter(({ from, to }) => folders.includes(room(to)) && room(from) !== room(to) && !to.endsWith("/index.ts") && !doors.has(to));
  expect(wrong.map((e) => `${e.from} -> ${e.to}`)).toEqual([]);
});
