import type { Execution } from "../../../core/model/run.ts";

/** The states of an execution in the words of a card. */
export const STATE_WORDS: Readonly<Record<Execution["state"], string>> = {
  queued: "waiting",
  offered: "waiting",
  running: "running",
  cancelling: "stopping",
  unknown: "not known",
  succeeded: "ok",
  failed: "failed",
  timed_out: "timed out",
  cancelled: "cancelled",
  expired: "not started in time",
  skipped: "not run",
};
