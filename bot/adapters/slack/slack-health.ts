import type { Clock } from "../../../core/kernel/clock.ts";

/** How things stand between Slack and us, without secrets. */
export interface SlackState {
  readonly state: "connecting" | "connected" | "trouble";
  /** For a person: what does not work. */
  readonly problem?: string;
  readonly since: number;
}

/** A time in which Slack could not be reached. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Shorter ones nobody needs to hear about: Slack renews connections all the time. */
const WORTH_SAYING_MS = 60_000;

/** Watches whether Slack can be reached, and remembers the last time when it could not. */
export class SlackHealth {
  readonly #clock: Clock;
  #calls: SlackState;
  #socketLostAt: number | undefined;
  #troubleFrom: number | undefined;
  #lastOutage: Outage | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#calls = { state: "connecting", since: clock.now() };
  }

  get state(): SlackState {
    const { problem } = this.#calls;
    if (this.#socketLostAt === undefined || problem !== undefined) return this.#calls;
    return { state: "trouble", problem: "the socket to Slack is being opened again", since: this.#socketLostAt };
  }

  /** A call of Slack's interface worked. */
  works(): void {
    if (this.#calls.state !== "connected") this.#calls = { state: "connected", since: this.#clock.now() };
    this.#settle();
  }

  /** It could not be reached, or does not want us. */
  fails(problem: string): void {
    const now = this.#clock.now();
    this.#troubleFrom ??= now;
    if (this.#calls.problem !== problem) this.#calls = { state: "trouble", problem, since: now };
  }

  socket(state: "connected" | "reconnecting"): void {
    if (state !== "connected") {
      this.#socketLostAt ??= this.#clock.now();
      this.#troubleFrom ??= this.#clock.now();
      return;
    }
    this.#socketLostAt = undefined;
    this.#settle();
  }

  /** The time Slack is, or was last, out of reach, where it was long enough to be told. */
  get lastOutage(): Outage | undefined {
    const now = this.#clock.now();
    const from = this.#troubleFrom;
    return from !== undefined && now - from >= WORTH_SAYING_MS ? { from, to: now } : this.#lastOutage;
  }

  #settle(): void {
    if (this.#troubleFrom === undefined || this.#socketLostAt !== undefined || this.#calls.state !== "connected")
      return;
    const to = this.#clock.now();
    if (to - this.#troubleFrom >= WORTH_SAYING_MS) this.#lastOutage = { from: this.#troubleFrom, to };
    this.#troubleFrom = undefined;
  }
}
