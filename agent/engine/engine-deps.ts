import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { AttemptKey, FromAgent, LogMessage, ResultMessage } from "../../core/protocol/messages.ts";
import type { AttemptView } from "./attempt-view.ts";
import type { Ablations, EngineTimes } from "./engine-options.ts";
import type { PolicyCheck, Runner } from "./ports.ts";
import type { Spool } from "./spool.ts";

/** Sees what happens on this machine, for the people at it. Must not throw, and decides nothing. */
export interface EngineWatch {
  output(key: AttemptKey, stream: LogMessage["stream"], text: string): void;
  /** Once per attempt, before its result is durable; the view is of the moment before. */
  ended(view: AttemptView, result: ResultMessage): void;
  /** It is not held any more: its result arrived, or it was handed back before it began. */
  forgotten(key: AttemptKey): void;
}

export interface EngineDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly spool: Spool;
  readonly runner: Runner;
  readonly policy: PolicyCheck;
  /** Hands messages to the wire. May lose them; must not throw. Called only between connected and disconnected. */
  readonly send: (messages: readonly FromAgent[]) => void;
  readonly times: EngineTimes;
  readonly logger: Logger;
  /** Attempts that may be held without a result at a time. */
  readonly concurrency: number;
  /** As whom actions run here, for results of attempts that never ran. */
  readonly ranAs: string;
  /** Called whenever the last active attempt is over. */
  readonly onIdle?: () => void;
  readonly watch?: EngineWatch;
  readonly ablations?: Ablations;
}

export interface EngineStatus {
  /** Attempts without a result, whether they run or wait for a go. */
  readonly active: number;
  /** Results that the server has not confirmed. */
  readonly unconfirmed: number;
  readonly draining: boolean;
  readonly connected: boolean;
}
