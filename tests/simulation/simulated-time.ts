import type { Clock } from "../../core/kernel/clock.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
  cancelled: boolean;
}

/** One queue of everything that will happen, in virtual time. Same seed, same order. */
export class SimulatedTime {
  #now = 0;
  #order = 0;
  readonly #heap: Timer[] = [];

  get now(): number {
    return this.#now;
  }

  after(delayMs: number, act: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, act, cancelled: false };
    this.#push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Runs events until `until`; after each, everything that hangs on promises settles before the next. */
  async run(until: number): Promise<void> {
    for (let next = this.#peek(); next && next.at <= until; next = this.#peek()) {
      this.#pop();
      if (next.cancelled) continue;
      this.#now = next.at;
      next.act();
      await settle();
    }
    this.#now = Math.max(this.#now, until);
  }

  #peek(): Timer | undefined {
    return this.#heap[0];
  }

  #before(a: Timer, b: Timer): boolean {
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    heap.push(timer);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(heap[index]!, heap[parent]!)) break;
      [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let least = index;
      for (const child of [left, left + 1]) {
        if (child < heap.length && this.#before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === index) return;
      [heap[index], heap[least]] = [heap[least]!, heap[index]!];
      index = least;
    }
  }
}

/**
 * Promises in the memory store and the engines hang on nothing but each other. A tick asked for by a promise comes when
 * no promise has anything left to do, and unlike a turn of the event loop it costs next to nothing.
 */
function settle(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** A process's view of time. Its wall clock may be wrong and may step; its timers die with it. */
export class ProcessClock implements Clock {
  readonly #time: SimulatedTime;
  readonly #epoch: number;
  #offset: number;
  /** How fast it goes: 1.01 is a percent too fast, timers included. */
  readonly #rate: number;
  alive = true;

  constructor(time: SimulatedTime, offsetMs = 0, rate = 1) {
    this.#time = time;
    this.#epoch = time.now;
    this.#offset = offsetMs;
    this.#rate = rate;
  }

  step(byMs: number): void {
    this.#offset += byMs;
  }

  now(): number {
    return Math.floor(1_800_000_000_000 + this.#time.now * this.#rate + this.#offset);
  }

  monotonic(): number {
    return (this.#time.now - this.#epoch) * this.#rate;
  }

  /** At least a millisecond, as on a real machine: a remainder lost to rounding must not stop time. */
  after(delayMs: number, act: () => void): () => void {
    return this.#time.after(Math.max(1, delayMs / this.#rate), () => {
      if (this.alive) act();
    });
  }
}

/** mulberry32: small, fast, good enough to explore schedules. */
export class SeededRandomness implements Randomness {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  hex(byteCount: number): string {
    let text = "";
    while (text.length < byteCount * 2)
      text += Math.floor(this.fraction() * 0xffffffff)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, byteCount * 2);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.fraction() * items.length)] as T;
  }
}
