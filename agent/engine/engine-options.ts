/** Lease arithmetic, in milliseconds; the server says them when it greets. */
export interface EngineTimes {
  readonly leaseMs: number;
  /** The agent kills its own attempt this long before the lease ends. */
  readonly marginMs: number;
}

/** What else the server said when it greeted. */
export interface ServerSkills {
  /** It takes wants in advance. */
  readonly takesReady: boolean;
}

/** For the simulation only: switches off a rule to prove that the referee sees the difference. Never set in a product. */
export interface Ablations {
  /** Start on any go, whatever its nonce or age. */
  readonly skipNonceCheck?: boolean;
  /** Believe wants that were given in advance also after a cancel, a no, or over another connection. */
  readonly keepStandingWants?: boolean;
  /** Let an attempt run on when its lease could not be renewed. */
  readonly skipSelfFence?: boolean;
}

/** A want that is older than this is asked again when an offer or a heartbeat comes by. */
export const WANT_AGAIN_MS = 1000;
