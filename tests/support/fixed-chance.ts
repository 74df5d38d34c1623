import fc from "fast-check";

/**
 * In `npm test` properties see the same cases every time: a change is judged by what it changes. The nightly run looks
 * for new ones, and prints the seed of what it finds.
 */
if (process.env["OCTOPUS_TEST_TIER"] !== "nightly") fc.configureGlobal({ seed: 20_261_121 });
