/** Raised when a message changes so that the other side must know. A server talks to its own and the one before. */
export const PROTOCOL_VERSION = 1;
export const OLDEST_PROTOCOL_VERSION = 1;

/** The numbers both ends live by; reasons in docs/adr and the simulation that varies them. */
export const PROTOCOL_TIMES = {
  heartbeatMs: 10_000,
  leaseMs: 45_000,
  /** The agent kills its own attempt this long before the lease ends; the server waits this long after. */
  marginMs: 10_000,
  /** An offer that got no want is repeated after this. */
  offerRepeatMs: 3_000,
  cancelGraceMs: 10_000,
} as const;

/** Other numbers than the usual ones, in milliseconds; for tests that cannot wait that long. */
export type ProtocolTimes = { readonly [name in keyof typeof PROTOCOL_TIMES]: number };

/** Bounds on the wire, tested at the limit and one beyond. */
export const PROTOCOL_LIMITS = {
  frameBytes: 256 * 1024,
  logChunkBytes: 64 * 1024,
  logBytesPerAttempt: 10 * 1024 * 1024,
  responseBytes: 192 * 1024,
  batchSize: 200,
  concurrentPerAgent: 10,
} as const;
