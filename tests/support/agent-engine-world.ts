import { AgentEngine } from "../../agent/engine/agent-engine.ts";
import type { EngineDeps } from "../../agent/engine/engine-deps.ts";
import type { Refusal, Runner, RunOutcome, RunSink } from "../../agent/engine/ports.ts";
import { applyRecord, type Spool, type SpoolEntry, type SpoolRecord } from "../../agent/engine/spool.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { type AttemptKey, attemptKeyText, type FromAgent, type OfferMessage } from "../../core/protocol/messages.ts";

/** A clock that moves only when told; timers fire in order. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; act: () => void }[] = [];

  now = () => 1_800_000_000_000 + this.#now;
  monotonic = () => this.#now;

  after(delayMs: number, act: () => void): () => void {
    const timer = { at: this.#now + delayMs, act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
      await settled();
    }
    this.#now = until;
    await settled();
  }
}

/** Lets everything that is ready to happen happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A disk that outlives the engine. `failing` refuses writes; `holding` keeps them from completing. */
export class MemorySpool implements Spool {
  readonly records: SpoolRecord[] = [];
  failing = false;
  full = false;
  /** While set, appends wait; what waits at a crash is lost. */
  holding = false;
  readonly #held: (() => void)[] = [];

  async load(): Promise<readonly SpoolEntry[]> {
    const entries = new Map<string, SpoolEntry>();
    for (const record of this.records) applyRecord(entries, record);
    return [...entries.values()];
  }

  async append(records: readonly SpoolRecord[]): Promise<void> {
    if (this.failing) throw new Error("disk full");
    if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve));
    this.records.push(...records);
  }

  release(): void {
    this.holding = false;
    for (const resolve of this.#held.splice(0)) resolve();
  }

  /** A power cut: what was not durable is gone. */
  dropHeld(): void {
    this.holding = false;
    this.#held.splice(0);
  }

  forget(key: AttemptKey): void {
    this.records.push({ kind: "removed", execution: key.execution, attempt: key.attempt });
  }

  isFull(): boolean {
    return this.full;
  }
}

/** Remembers what was started and killed; attempts end when the test says so. */
export class FakeRunner implements Runner {
  readonly started: string[] = [];
  readonly killed: { key: string; graceMs: number }[] = [];
  readonly reaped: string[] = [];
  readonly sinks = new Map<string, RunSink>();
  refusal: Refusal | undefined;
  readonly #ends = new Map<string, (outcome: RunOutcome) => void>();

  async prepare(): Promise<Refusal | undefined> {
    return this.refusal;
  }

  start(offer: OfferMessage, sink: RunSink) {
    const key = attemptKeyText(offer);
    this.started.push(key);
    this.sinks.set(key, sink);
    const done = new Promise<RunOutcome>((resolve) => this.#ends.set(key, resolve));
    const kill = (graceMs: number) => {
      this.killed.push({ key, graceMs });
      this.end(key, { outcome: "killed" });
    };
    return { done, kill };
  }

  end(key: string, outcome: Partial<RunOutcome> = {}): void {
    const succeeded = { ok: true, headline: "fine", data: {} };
    this.#ends.get(key)?.({ outcome: "succeeded", response: succeeded, durationMs: 5, ranAs: "tester", ...outcome });
  }

  async reap(attempts: readonly AttemptKey[]): Promise<void> {
    this.reaped.push(...attempts.map(attemptKeyText));
  }
}

export function anOffer(execution = "E-1", attempt = 1, change: Partial<OfferMessage> = {}): OfferMessage {
  return {
    type: "offer",
    execution,
    attempt,
    action: "disk.usage",
    plugin: { name: "disk", version: "1.0.0", digest: "0".repeat(64) },
    params: {},
    timeoutMs: 60_000,
    dryRun: false,
    requestedBy: "ada",
    ...change,
  };
}

/** An engine with everything around it. `restart` is kill -9: only clock, spool and counters live on. */
export class EngineWorld {
  readonly clock = new ManualClock();
  readonly spool = new MemorySpool();
  runner = new FakeRunner();
  sent: FromAgent[] = [];
  idle = 0;
  engine: AgentEngine;
  #hexes = 0;
  readonly #change: Partial<EngineDeps>;

  constructor(change: Partial<EngineDeps> = {}) {
    this.#change = change;
    this.engine = this.#make();
  }

  #make(): AgentEngine {
    const world = { alive: true };
    this.#kill = () => {
      world.alive = false;
    };
    const { runner } = this;
    return new AgentEngine({
      clock: this.clock,
      randomness: {
        fraction: () => 0.5,
        hex: (bytes) => {
          this.#hexes += 1;
          return String(this.#hexes).padStart(bytes * 2, "0");
        },
      },
      spool: this.spool,
      runner,
      policy: { check: () => undefined },
      send: (messages) => {
        if (world.alive) this.sent.push(...messages);
      },
      times: { leaseMs: 45_000, marginMs: 10_000 },
      logger: silentLogger,
      concurrency: 3,
      ranAs: "tester",
      onIdle: () => {
        this.idle += 1;
      },
      ...this.#change,
    });
  }

  #kill: () => void = () => undefined;

  async up(): Promise<this> {
    await this.engine.start();
    this.engine.connected();
    await settled();
    return this;
  }

  async restart(): Promise<void> {
    this.#kill();
    this.runner = new FakeRunner();
    this.sent = [];
    this.engine = this.#make();
    await this.up();
  }

  async receive(...messages: Parameters<AgentEngine["receive"]>[0]): Promise<void> {
    this.engine.receive(messages);
    await settled();
  }

  /** What was sent since the last call, of one type. */
  take<Type extends FromAgent["type"]>(type: Type): Extract<FromAgent, { type: Type }>[] {
    const taken = this.sent.filter((message) => message.type === type);
    this.sent = this.sent.filter((message) => message.type !== type);
    return taken as Extract<FromAgent, { type: Type }>[];
  }

  lastNonce(): string {
    return this.take("want").at(-1)?.nonce ?? "none";
  }

  /** Offer, want, go. */
  async begin(execution = "E-1", attempt = 1): Promise<void> {
    await this.receive(anOffer(execution, attempt));
    await this.receive({ type: "go", execution, attempt, nonce: this.lastNonce() });
  }

  async beatAndReply(held: readonly AttemptKey[]): Promise<void> {
    this.engine.heartbeat();
    const sentAt = this.take("beat").at(-1)?.sentAt ?? 0;
    await this.receive({ type: "beat-reply", sentAt, held, leaseMs: 45_000 });
  }
}
