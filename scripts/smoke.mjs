// The package as its users get it: packed, installed into an empty folder without and with install scripts, and run.
import { execFileSync, spawnSync } from "node:child_process";
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
  install(tarball, "with-scripts", ["--allow-scripts=re2"], undefined);
  console.log("smoke test: 1 passed, 0 failed");
} finally {
  rmSync(work, { recursive: true, force: true });
}

function install(tarball, name, options, engine) {
  const folder = mkdtempSync(join(work, `${name}-`));
  writeFileSync(join(folder, "package.json"), '{"private": true}');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...options, tarball], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  // Put together here, so that this file holds no whole address.
  const webhook = ["https://hooks.slack.com/services", "T0A1B2C3D4", "B4D3C2B1A0", ["aZ3kP9qLmX7v", "Tb2RnY5wQe8S"].join("")].join("/");
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
}

function check(condition, what) {
  if (condition) return;
  console.error(`smoke test failed: ${what}`);
  process.exit(1);
}
