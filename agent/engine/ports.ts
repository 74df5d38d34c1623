import type { ActionResponse } from "../../core/model/action-response.ts";
import type { AttemptKey, LogMessage, OfferMessage, RefuseMessage } from "../../core/protocol/messages.ts";

/** Why an attempt is not taken; the sentence reaches the person who asked. */
export interface Refusal {
  readonly kind: RefuseMessage["kind"];
  readonly reason: string;
}

/** How the process behind an attempt ended. `killed`: it ended because `kill` was called. */
export interface RunOutcome {
  readonly outcome: "succeeded" | "failed" | "timed_out" | "killed" | "interrupted";
  readonly response?: ActionResponse;
  readonly error?: string;
  readonly exitCode?: number;
  readonly durationMs: number;
  readonly ranAs: string;
}

/** What a running attempt reports. Output is cut into pieces of at most 64 KB by the runner. */
export interface RunSink {
  output(stream: LogMessage["stream"], text: string): void;
  progress(percent: number, text: string): void;
}

export interface RunningAttempt {
  /** Resolves, never rejects, when no process of the attempt is left. */
  readonly done: Promise<RunOutcome>;
  /** Asks the process tree to end, and ends it after `graceMs`. Calling it again may only shorten the grace. */
  kill(graceMs: number): void;
}

/** Runs actions on this machine. The engine decides when; the runner only knows how. */
export interface Runner {
  /** Everything that may fail before anything starts: fetch and verify the plugin, find the action. */
  prepare(offer: OfferMessage): Promise<Refusal | undefined>;
  /** Looks after what a start will need while that is made durable. Nothing of the action runs; it may never start. */
  ready?(offer: OfferMessage): void;
  start(offer: OfferMessage, sink: RunSink): RunningAttempt;
  /** Ends what an earlier life of this agent left running. Resolves when it is gone. */
  reap(attempts: readonly AttemptKey[]): Promise<void>;
}

/** The machine owner's last word. Asked after `prepare`, when the plugin's manifest is known. */
export interface PolicyCheck {
  check(offer: OfferMessage): Refusal | undefined;
}
