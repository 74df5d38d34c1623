import { AgentEngine } from "../../agent/engine/agent-engine.ts";
import type { Ablations } from "../../agent/engine/engine-options.ts";
import type { Runner, RunningAttempt, RunOutcome } from "../../agent/engine/ports.ts";
import { applyRecord, type Spool, type SpoolEntry, type SpoolRecord } from "../../agent/engine/spool.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import {
  attemptKeyText,
  type FromAgent,
  type OfferMessage,
  type ResultMessage,
  type ToAgent,
} from "../../core/protocol/messages.ts";
import { PROTOCOL_TIMES } from "../../core/protocol/version.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import { ProcessClock, type SeededRandomness, type SimulatedTime } from "./simulated-time.ts";

interface Deps {
  readonly id: string;
  readonly time: SimulatedTime;
  readonly randomness: SeededRandomness;
  readonly journal: Journal;
  readonly ablations: Ablations;
  /** How fast its clock goes. */
  readonly clockRate: number;
  /** Told of every result that is on the disk. */
  onDurableResult(result: ResultMessage): void;
  /** Asked before and after each durable step: whether the process dies there. */
  readonly diesHere: () => boolean;
  /** How long the process of an attempt takes, and whether it fails. */
  readonly fate: (offer: OfferMessage) => { readonly lastsMs: number; readonly fails: boolean };
  send(messages: readonly FromAgent[]): void;
  onCrash(): void;
}

/** One each: what hangs on a promise that is shared for ever is kept for ever. */
const never = (): Promise<never> => new Promise(() => undefined);

/** A machine: its disk outlives the agent process, its child processes do not (they share the agent's PID namespace). */
export class SimulatedAgent {
  readonly #deps: Deps;
  readonly #disk = new Map<string, SpoolEntry>();
  #clock: ProcessClock;
  #engine: AgentEngine | undefined;
  readonly #children: { entry: JournalEntry; end: () => void }[] = [];
  #connected = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#clock = new ProcessClock(deps.time);
  }

  get isUp(): boolean {
    return this.#engine !== undefined;
  }

  /** Up, with nothing that runs and nothing on the disk that the server has not confirmed. */
  get isIdle(): boolean {
    return this.isUp && this.#disk.size === 0 && this.#children.every((child) => child.entry.endedAt !== undefined);
  }

  async start(): Promise<void> {
    const { time, randomness, ablations, send } = this.#deps;
    const clock = new ProcessClock(time, randomness.between(-3_600_000, 3_600_000), this.#deps.clockRate);
    this.#clock = clock;
    const engine = new AgentEngine({
      clock,
      randomness,
      spool: this.#spool(clock),
      runner: this.#runner(clock),
      policy: { check: () => undefined },
      send: (messages) => {
        if (clock.alive) send(messages);
      },
      times: PROTOCOL_TIMES,
      logger: silentLogger,
      concurrency: 10,
      ranAs: "nobody",
      ablations,
    });
    await engine.start();
    if (!clock.alive) return;
    this.#engine = engine;
    this.#beat(clock, engine);
  }

  /** Power cord or kill -9: memory and children are gone, the disk stays. */
  crash(): void {
    if (!this.#clock.alive) return;
    this.#clock.alive = false;
    this.#engine = undefined;
    this.#connected = false;
    for (const child of this.#children.splice(0)) child.entry.endedAt ??= this.#deps.time.now;
    this.#deps.onCrash();
  }

  /** Its wall clock is set. */
  stepClock(byMs: number): void {
    this.#clock.step(byMs);
  }

  connected(): void {
    this.#connected = true;
    this.#engine?.connected({ takesReady: true });
  }

  disconnected(): void {
    this.#connected = false;
    this.#engine?.disconnected();
  }

  receive(messages: readonly ToAgent[]): void {
    if (this.#connected) this.#engine?.receive(messages);
  }

  #beat(clock: ProcessClock, engine: AgentEngine): void {
    clock.after(PROTOCOL_TIMES.heartbeatMs * this.#deps.randomness.between(0.9, 1.1), () => {
      engine.heartbeat();
      this.#beat(clock, engine);
    });
  }

  #spool(clock: ProcessClock): Spool {
    const { diesHere } = this.#deps;
    return {
      load: async () => [...this.#disk.values()],
      append: async (records: readonly SpoolRecord[]) => {
        if (!clock.alive) return never();
        if (diesHere()) {
          this.crash();
          return never();
        }
        for (const record of records) {
          applyRecord(this.#disk, record);
          if (record.kind === "finished") this.#deps.onDurableResult(record.result);
        }
        if (diesHere()) {
          this.crash();
          return never();
        }
      },
      forget: (key) => {
        if (clock.alive) this.#disk.delete(attemptKeyText(key));
      },
      isFull: () => false,
    };
  }

  #runner(clock: ProcessClock): Runner {
    return {
      prepare: async () => undefined,
      reap: async () => undefined,
      start: (offer) => this.#startChild(clock, offer),
    };
  }

  #startChild(clock: ProcessClock, offer: OfferMessage): RunningAttempt {
    const { id, time, journal, randomness, fate } = this.#deps;
    const startedAt = time.now;
    const entry = journal.start({ execution: offer.execution, attempt: offer.attempt, agent: id, startedAt });
    let finish: (outcome: RunOutcome) => void = () => undefined;
    const done = new Promise<RunOutcome>((resolve) => {
      finish = resolve;
    });
    const end = (outcome: RunOutcome["outcome"], completed: boolean) => {
      if (entry.endedAt !== undefined) return;
      entry.endedAt = time.now;
      entry.completed = completed;
      const response = { ok: true, headline: "done", data: {} };
      const common = { durationMs: time.now - startedAt, ranAs: "nobody" };
      finish(outcome === "succeeded" ? { outcome, response, ...common } : { outcome, error: "ended", ...common });
    };
    this.#children.push({ entry, end: () => end("killed", false) });
    const { lastsMs, fails } = fate(offer);
    clock.after(lastsMs, () => end(fails ? "failed" : "succeeded", true));
    return { done, kill: (graceMs) => void clock.after(randomness.between(0, graceMs), () => end("killed", false)) };
  }
}
