/**
 * Programs beside Node and git that some tests run, as users have them. Where one is not installed its tests are skipped; not where the
 * machine was set up for all of them (`TOKSCAN_TEST_SERVERS=all`, as CI does): there a missing one is a failure.
 */
import { spawnSync } from "node:child_process";

export function isMissing(...programs: readonly string[]): boolean {
  return process.env["TOKSCAN_TEST_SERVERS"] !== "all" && programs.some((program) => {
    const { error } = spawnSync(program, ["--version"], { stdio: "ignore" });
    return error !== undefined && "code" in error && error.code === "ENOENT";
  });
}
