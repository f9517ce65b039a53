// The package as its users get it: packed, installed into an empty folder without and with install scripts, and run, also
// by the newest Node. `--quick` leaves out the install that compiles re2.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const work = mkdtempSync(join(tmpdir(), "tokscan-smoke-"));
try {
  const [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", work], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).replace(/^[^[]*/s, ""));
  check(packed.files.some((f) => f.path === "dist/kernel.wasm"), "the package holds the kernel");
  check(!packed.files.some((f) => /(^|\/)(test|fixtures|node_modules)\//.test(f.path)), "the package holds no tests");
  const tarball = join(work, packed.filename);
  install(tarball, "scripts-blocked", ["--ignore-scripts"], "re2js");
  if (!process.argv.includes("--quick")) install(tarball, "with-scripts", [], undefined);
  console.log("smoke test: 1 passed, 0 failed");
} finally {
  rmSync(work, { recursive: true, force: true });
}

function install(tarball, name, options, engine) {
  const folder = mkdtempSync(join(work, `${name}-`));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { re2: true } }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...options, tarball], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  // Drawn from a hash, so that this file holds no whole address.
  const drawn = createHash("sha512").update("tokscan smoke test").digest("base64").replace(/[^A-Za-z0-9]/g, "");
  const webhook = ["https://hooks.slack.com/services", `T${drawn.slice(0, 10).toUpperCase()}`, `B${drawn.slice(10, 20).toUpperCase()}`, drawn.slice(20, 44)].join("/");
  writeFileSync(join(folder, "app.env"), `SLACK_WEBHOOK=${webhook}\n`);
  const bin = join(folder, "node_modules/.bin/tokscan");
  const scan = spawnSync(bin, ["scan", "app.env", "--format", "json"], { cwd: folder, encoding: "utf8" });
  check(scan.status === 1, `${name}: exit code 1, not ${scan.status}: ${scan.stderr}`);
  const report = JSON.parse(scan.stdout);
  check(report.findings.length === 1 && report.findings[0].provider === "Slack", `${name}: the webhook is found`);
  check(engine === undefined || report.tool.regexEngine === engine, `${name}: ${report.tool.regexEngine} ran`);
  const library = spawnSync(process.execPath, ["--input-type=module", "-e", 'import { scan, defaultPlan } from "tokscan"; const r = await scan({ ...defaultPlan(process.cwd()), paths: ["app.env"] }); console.log(r.findings.length);'], { cwd: folder, encoding: "utf8" });
  check(library.stdout.trim() === "1", `${name}: the library works: ${library.stderr}`);
  check(JSON.parse(readFileSync(join(folder, "node_modules/tokscan/package.json"), "utf8")).license === "Apache-2.0", `${name}: licence`);
  console.log(`${name}: ${report.tool.regexEngine}, ${report.tool.kernel}`);
  if (engine === "re2js") newerNode(folder);
}

/** The newest Node that the registry offers for this machine runs the package too; where it offers none, that is said. */
function newerNode(folder) {
  const binary = `node-${process.platform}-${process.arch}`;
  const got = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", binary], { cwd: folder, stdio: "ignore" });
  if (got.status !== 0) return console.log(`newer Node: ${binary} could not be installed, not tried`);
  const node = join(folder, "node_modules", binary, "bin/node");
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  const scan = spawnSync(node, [join(folder, "node_modules/tokscan/bin/tokscan.js"), "scan", "app.env", "--format", "json"], { cwd: folder, encoding: "utf8" });
  check(scan.status === 1 && JSON.parse(scan.stdout).findings.length === 1, `Node ${version}: exit code ${scan.status}: ${scan.stderr}`);
  console.log(`newer Node: ${version} runs it`);
}

function check(condition, what) {
  if (condition) return;
  console.error(`smoke test failed: ${what}`);
  process.exit(1);
}
