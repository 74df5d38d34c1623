import type { Frame } from "../../core/model/frame.ts";

/** Sentences about how much may be under way at once, and about going from machine to machine. */
export const LIMIT_PHRASES: Readonly<Record<string, Partial<Frame>>> = {
  "never more than 2 restarts at once": {
    intent: "freeze.start",
    action: "service.restart",
    policy: { concurrency: 2 },
    spans: [{ start: 16, end: 17, slot: "policy" }],
  },
  "never more than 2 flights at once": { intent: "freeze.start", action: "moon.fly", policy: { concurrency: 2 } },
  "lift the limit on restarts": { intent: "freeze.end", ref: "limit", action: "service.restart" },
  "stop nginx everywhere one by one": {
    action: "service.stop",
    params: { service: "nginx" },
    targets: { include: ["all"], exclude: [] },
    policy: { concurrency: 1, stopAfter: 0 },
  },
};
