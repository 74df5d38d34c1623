import type { Frame } from "../../core/model/frame.ts";

const production = { include: ["env:production"], exclude: [] };

/** Sentences about what is kept up: single runs called off, names, protected places. */
export const UPKEEP_PHRASES: Readonly<Record<string, Partial<Frame>>> = {
  "skip the next run of T-1": { intent: "task.skip", ref: "T-1" },
  "skip the next 2 runs of T-1": { intent: "task.skip", ref: "T-1", query: { last: 2 } },
  "skip T-1 tomorrow": {
    intent: "task.skip",
    ref: "T-1",
    query: { from: "2026-11-22T00:00:00", to: "2026-11-23T00:00:00" },
  },
  "skip T-1 in june": {
    intent: "task.skip",
    ref: "T-1",
    query: { from: "2027-06-01T03:10:00", to: "2027-06-01T03:20:00" },
  },
  "rename T-1 to nightly disk check": { intent: "task.rename", ref: "T-1", params: { name: "nightly disk check" } },
  "take web-2 out of T-1": {
    intent: "task.update",
    ref: "T-1",
    targets: { include: [], exclude: ["host:web-2"] },
    said: ["intent", "ref", "targets"],
  },
  "take web-1 out of T-1": {
    intent: "task.update",
    ref: "T-1",
    targets: { include: [], exclude: ["host:web-1"] },
    said: ["intent", "ref", "targets"],
  },
  "protect production": { intent: "place.protect", targets: production },
  "unprotect production": { intent: "place.unprotect", targets: production },
  "lift protection G-1": { intent: "place.unprotect", ref: "G-1" },
  "what is protected": { intent: "place.list" },
  "is production frozen": { intent: "freeze.list", targets: production },
  "forget the alias morning check": { intent: "alias.forget", ref: "morning check" },
};
