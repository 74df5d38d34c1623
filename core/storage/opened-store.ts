import type { SignalChannel } from "../events/server-signals.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Randomness } from "../kernel/randomness.ts";
import type { Store } from "../store/rows.ts";

export interface StoreDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomness: Randomness;
}

export interface OpenedStore {
  readonly store: Store;
  /** Made once, when the database was; the same for all servers of one PostgreSQL database. */
  readonly serverId: string;
  /** False when the server before this one did not stop in order. Always true of PostgreSQL, which knows itself. */
  readonly cleanShutdown: boolean;
  /** Reaches the other servers of the same database; absent where there can be none. */
  readonly signals?: SignalChannel;
  /** A complete copy as of now, while work goes on. Only for SQLite; the file must not exist. */
  backup(path: string): Promise<void>;
  /** Waits for the units that were queued, marks the stop as orderly, gives the folder free. */
  close(): Promise<void>;
}
