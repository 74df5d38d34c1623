// Loaded before a process of ours: its wall clock is wrong by as many milliseconds as the file says, which may change
// at any time. The monotonic clock and timers stay right, as when somebody sets the clock of a machine.
const { readFileSync } = require("node:fs");

const file = process.env.OCTOPUS_TEST_CLOCK_FILE;
const RealDate = Date;
const realNow = Date.now;
const LOOK_EVERY_MS = 50;
let shift = 0;
let lookedAt = Number.NEGATIVE_INFINITY;

function now() {
  const real = realNow();
  if (real - lookedAt > LOOK_EVERY_MS) {
    lookedAt = real;
    try {
      shift = Number(readFileSync(file, "utf8")) || 0;
    } catch {
      // Not written yet: the clock is right.
    }
  }
  return real + shift;
}

if (file) {
  globalThis.Date = class ShiftedDate extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(now());
      else super(...parts);
    }

    static now() {
      return now();
    }
  };
}
