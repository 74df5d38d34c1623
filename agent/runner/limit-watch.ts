import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { AttemptLimits } from "../policy/attempt-limits.ts";
import type { TreeUse } from "./process-tree.ts";

/** Between two looks at a running attempt. What ends sooner is never looked at, and costs nothing. */
const LOOK_EVERY_MS = 500;
const MIB = 1024 * 1024;

interface WatchInput {
  readonly clock: Clock;
  readonly limits: AttemptLimits;
  /** What the tree of processes uses now; undefined when it is gone. */
  readonly look: () => Promise<TreeUse | undefined>;
  readonly exceeded: (limit: "memoryMiB" | "processes") => void;
}

/**
 * Looks at an attempt again and again, and says once which limit it exceeds. The kernel's own limits hold for single
 * processes; only this one knows all of them together, and can say what was wrong. Returns what ends the watch.
 */
export function watchLimits({ clock, limits, look, exceeded }: WatchInput): () => void {
  if (limits.memoryMiB === 0 && limits.processes === 0) return () => undefined;
  let cancel: CancelTimer = () => undefined;
  let over = false;
  const again = () => {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      void look().then((use) => {
        if (over || !use) return;
        const limit = exceededBy(use, limits);
        if (limit === undefined) return again();
        over = true;
        exceeded(limit);
      });
    });
  };
  again();
  return () => {
    over = true;
    cancel();
  };
}

function exceededBy(use: TreeUse, limits: AttemptLimits): "memoryMiB" | "processes" | undefined {
  if (limits.memoryMiB > 0 && use.memoryBytes > limits.memoryMiB * MIB) return "memoryMiB";
  return limits.processes > 0 && use.processes > limits.processes ? "processes" : undefined;
}
