import { defineConfig } from "vitest/config";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/support/fixed-chance.ts"],
    pool: "forks",
    sequence: { shuffle: true, ...(nightly ? {} : { seed: 20_261_121 }) },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
