import type { Frame } from "../../core/model/frame.ts";

/** Sentences about what was done, and one with a slip in it, for the phrasebook. */
export const HISTORY_PHRASES: Readonly<Record<string, Partial<Frame>>> = {
  "who restarted nginx": { intent: "run.list", action: "service.restart", params: { service: "nginx" } },
  "who restarted redis": { intent: "run.list", action: "service.restart", params: { service: "redis" } },
  "who restarted nginx in production": {
    intent: "run.list",
    action: "service.restart",
    params: { service: "nginx" },
    targets: { include: ["env:production"], exclude: [] },
  },
  "restart nginx on bd-1": {
    action: "service.restart",
    params: { service: "nginx" },
    targets: { include: ["host:bd-1"], exclude: [] },
  },
};
