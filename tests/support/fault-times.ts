import type { ProtocolTimes } from "../../core/protocol/version.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";

/** About a seventh of the real times, in their proportions; at night about half. */
const scale = nightly ? 3 : 1;

export const FAULT_TIMES: ProtocolTimes = {
  heartbeatMs: 1_500 * scale,
  leaseMs: 6_000 * scale,
  marginMs: 2_000 * scale,
  offerRepeatMs: 500 * scale,
  cancelGraceMs: 1_000,
};

/** The promised limits are held to at night; by day a slow or busy computer may take its time, and only the order counts. */
const patience = nightly ? 1 : 8;

/** A machine that went silent is shown as such within this: two heartbeats, a turn of the sweep, a busy computer. */
export const NO_CONTACT_WITHIN_MS = patience * (2 * FAULT_TIMES.heartbeatMs + 4_000);

/** What ran on a machine that went silent is decided within this: lease, margin, a turn, a busy computer. */
export const RESOLVED_WITHIN_MS = patience * (FAULT_TIMES.leaseMs + FAULT_TIMES.marginMs + 6_000);
