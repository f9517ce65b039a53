import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Other people's packages, fetched to be scanned.
    exclude: [...configDefaults.exclude, "test/bench/work/**", "test/accuracy/work/**"],
    // The native regular expression module is not built for several threads of one process loading and unloading it.
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
