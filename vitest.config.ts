import { defineConfig } from "vitest/config";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";

/** Generous on purpose: a slow machine is no fault. What hangs still ends, and says where. */
const LIMITS = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 30_000 } } };

const shared = {
  setupFiles: ["tests/support/fixed-chance.ts"],
  pool: "forks" as const,
  ...LIMITS,
};

/** Whole servers and browsers that mind no neighbour: each has its own folder and ports, and waits for conditions. */
const NEIGHBOURLY = [
  "tests/e2e/conversations/**/*.test.ts",
  "tests/e2e/*-console.test.ts",
  "tests/e2e/accessibility.test.ts",
];

/** Groups run one after the other, in this order; only the last one needs the machine for itself. */
export default defineConfig({
  test: {
    sequence: { shuffle: true, ...(nightly ? {} : { seed: 20_261_121 }) },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "parts",
          include: ["tests/{unit,docs,contract,simulation}/**/*.test.ts"],
          maxWorkers: "100%",
          // no test leaves anything behind for the next, so that files may share what was loaded
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "together",
          include: ["tests/integration/**/*.test.ts", ...NEIGHBOURLY],
          exclude: ["tests/integration/faults/**"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "alone",
          include: ["tests/integration/faults/**/*.test.ts", "tests/e2e/**/*.test.ts"],
          // half an hour of everything that goes wrong is for the night
          exclude: [...NEIGHBOURLY, ...(nightly ? [] : ["tests/integration/faults/f21-soak.test.ts"])],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
