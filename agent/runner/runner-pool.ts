import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { ManagedProcess } from "./managed-process.ts";
import { RunnerHandle } from "./runner-handle.ts";

interface PoolOptions {
  readonly clock: Clock;
  readonly startProcess: () => ManagedProcess;
  /** Started ahead of need, and kept. */
  readonly size: number;
  /** Attempts of harmless actions that one process may serve. */
  readonly usesPerRunner: number;
}

/** How long runner processes of a burst are kept for the next one. */
const TRIM_AFTER_MS = 30_000;

/**
 * Runner processes started ahead of need. Harmless actions may share one, one after the other; everything else gets a
 * process that nothing ran in before, and that nothing runs in afterwards.
 */
export class RunnerPool {
  readonly #options: PoolOptions;
  readonly #all = new Set<RunnerHandle>();
  #idle: RunnerHandle[] = [];
  #refill: NodeJS.Immediate | undefined;
  #cancelTrim: CancelTimer | undefined;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  start(): void {
    while (this.#idle.length < this.#options.size) this.#idle.push(this.#launch());
  }

  lease(reusable: boolean): RunnerHandle {
    this.#idle = this.#idle.filter((one) => one.isUsable);
    const used = reusable ? this.#idle.find((one) => one.uses > 0) : undefined;
    const chosen = used ?? this.#idle.find((one) => one.uses === 0) ?? this.#launch();
    this.#idle = this.#idle.filter((one) => one !== chosen);
    this.#refillSoon();
    return chosen;
  }

  /** Takes it back for another attempt, or ends it. */
  giveBack(handle: RunnerHandle): void {
    const keep = !this.#stopped && handle.isUsable && handle.uses < this.#options.usesPerRunner;
    if (keep) {
      this.#idle.unshift(handle);
      this.#cancelTrim ??= this.#options.clock.after(TRIM_AFTER_MS, () => this.#trim());
    } else handle.end();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTrim?.();
    if (this.#refill) clearImmediate(this.#refill);
    this.#idle = [];
    const all = [...this.#all];
    for (const handle of all) handle.end();
    await Promise.all(all.map((handle) => handle.process.gone));
  }

  /** A burst needs many, quiet needs few. */
  #trim(): void {
    this.#cancelTrim = undefined;
    for (const handle of this.#idle.filter((one) => one.uses > 0).slice(this.#options.size)) handle.end();
    this.#idle = this.#idle.filter((one) => one.isUsable);
  }

  /** Not in the turn that leases: starting a process takes a few milliseconds of this one. */
  #refillSoon(): void {
    this.#refill ??= setImmediate(() => {
      this.#refill = undefined;
      const fresh = this.#idle.filter((one) => one.uses === 0 && one.isUsable).length;
      if (!this.#stopped && fresh < this.#options.size) this.#idle.push(this.#launch());
    });
  }

  #launch(): RunnerHandle {
    const handle = new RunnerHandle(this.#options.startProcess(), this.#options.clock);
    this.#all.add(handle);
    void handle.process.gone.then(() => this.#all.delete(handle));
    return handle;
  }
}
