/** Lease arithmetic, in milliseconds; the server says them when it greets. */
export interface EngineTimes {
  readonly leaseMs: number;
  /** The agent kills its own attempt this long before the lease ends. */
  readonly marginMs: number;
}

/** For the simulation only: switches off a rule to prove that the referee sees the difference. Never set in a product. */
export interface Ablations {
  /** Start on any go, whatever its nonce or age. */
  readonly skipNonceCheck?: boolean;
  /** Let an attempt run on when its lease could not be renewed. */
  readonly skipSelfFence?: boolean;
}

/** A want that is older than this is asked again when an offer or a heartbeat comes by. */
export const WANT_AGAIN_MS = 1000;
