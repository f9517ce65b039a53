/** Laws of `tokscan git`, held with the real binary on histories that fast-import makes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readReport, tokscan } from "../support/binary.js";
import { repository, type TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";

const VALUES = [1, 2, 3].map((seed) => token("github.personal-access-token", seed));
const RULES = ["--only", "github.personal-access-token"];

/** One commit of one file; `values` stand in it afterwards. */
interface Step {
  readonly file: string;
  readonly values: readonly number[];
}

/** A history of one line as fast-import reads it. */
function stream(steps: readonly Step[]): string {
  return steps.map(({ file, values }, i) => {
    const content = `${`${file}\n`.repeat(20)}${values.map((v) => `${VALUES[v]}\n`).join("")}`;
    const message = `${file} has ${values.join(" and ")}`;
    return `commit refs/heads/main\ncommitter A <a@example.org> ${1_700_000_000 + i} +0000\ndata ${message.length}\n${message}\nM 100644 inline ${file}\ndata ${content.length}\n${content}\n`;
  }).join("");
}

function imported(commands: string): TestRepository {
  const repo = repository("--bare");
  repo.input(commands, "fast-import", "--quiet");
  return repo;
}

function scanned(repo: TestRepository, ...args: readonly string[]) {
  const run = tokscan(["git", ...RULES, "--format", "json", "-q", ...args], { cwd: repo.folder });
  return { ...run, report: readReport(run) };
}

/** The same findings with all that a commit's place in its history says left out. */
function essence(repo: TestRepository): string[] {
  return scanned(repo, "--show-secrets").report.findings.flatMap(({ secret, exposure, origins }) => [
    `${secret} ${String(exposure?.inHead)} ${exposure?.paths.join() ?? ""}`, ...origins.map(({ path, line, subject }) => `${secret} ${path}:${line} ${subject ?? ""}`),
  ]).sort();
}

/** Steps of three files, and another order in which each file still goes its own way. */
const orders = fc.array(fc.record({ file: fc.constantFrom("a", "b/c", "d.env"), values: fc.subarray([0, 1, 2]) }), { minLength: 2, maxLength: 8 })
  .chain((steps) => fc.shuffledSubarray(steps.map(({ file }) => file), { minLength: steps.length, maxLength: steps.length }).map((files) => {
    const queues = new Map<string, Step[]>();
    for (const step of steps) queues.set(step.file, [...(queues.get(step.file) ?? []), step]);
    return { steps, other: files.map((file) => queues.get(file)?.shift() as Step) };
  }));

test("the order of commits to different files changes no finding", () => {
  fc.assert(fc.property(orders, ({ steps, other }) => {
    expect(essence(imported(stream(other)))).toEqual(essence(imported(stream(steps))));
  }), { numRuns: 12 });
});

/** So many contents that every thread gets some. */
const MANY = 1700;

test("the number of threads changes nothing, and a secret in many commits is one finding", () => {
  const repo = imported(stream(Array.from({ length: MANY }, (_, i) => ({ file: `f${i % 850}`, values: i % 9 === 0 ? [0] : i % 500 === 7 ? [1, 2] : [] }))));
  const [one, ...others] = [1, 2, 3].map((jobs) => scanned(repo, "-j", String(jobs)));
  expect(one).toMatchObject({ code: 1, report: { summary: { complete: true, commits: MANY } } });
  expect(one.report.findings).toHaveLength(3);
  for (const other of others) expect(other.stdout).toBe(one.stdout);
});

test("contents that are missing are named while several threads work, and all others are read", () => {
  const repo = repository("--bare");
  repo.input(stream(Array.from({ length: MANY }, (_, i) => ({ file: `f${i}`, values: [3, 700, 1650].includes(i) ? [i % 3] : [] }))), "-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet");
  for (const file of ["f3", "f1699"]) {
    const id = repo.git("rev-parse", `main:${file}`);
    repo.write({ [`objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
  }
  const { code, report } = scanned(repo, "-j", "3");
  expect({ code, places: report.findings.map(({ path }) => path).sort(), named: report.diagnostics.map(({ code: what, path }) => `${what} ${path}`) }).toEqual({ code: 3, places: ["f1650", "f700"], named: ["git-object f1699", "git-object f3"] });
});
