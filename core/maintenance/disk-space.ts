import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import { BALLAST_BYTES } from "./ballast.ts";
import { type SpaceLevel, saySpace, spaceLevel } from "./space-level.ts";

interface Deps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Below so many MiB new work is refused; 0 never. */
  readonly scarceMiB: number;
  /** Bytes that this user may still write on the disk with the data folder. */
  readonly freeBytes: () => Promise<number>;
  readonly ballast: { take(): Promise<boolean>; drop(): boolean };
}

const EVERY_MS = 2_000;
/** A minute of room: the ballast is not what a start waits for, and not taken the moment after it was given back. */
const TURNS_BEFORE_BALLAST = 30;

/**
 * Watches the disk with the data folder. Short of room it refuses new work, so that what runs can be finished and told of;
 * when it is nearly full it gives back the ballast, which is taken again once there is room.
 */
export class DiskSpace implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #level: SpaceLevel = "ample";
  #freeBytes = Number.POSITIVE_INFINITY;
  #hasBallast = false;
  #roomyTurns = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: EVERY_MS,
      clock: deps.clock,
      onError: (error) => deps.logger.warn({ error }, "the free space could not be measured"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async runOnce(): Promise<SpaceLevel> {
    const { ballast, freeBytes, logger, scarceMiB } = this.#deps;
    const before = this.#level;
    this.#freeBytes = await freeBytes();
    this.#level = spaceLevel(this.#freeBytes, scarceMiB, before);
    if (this.#level !== before)
      logger.warn({ freeBytes: this.#freeBytes, level: this.#level }, "the free space changed");
    if (this.#level === "full" && ballast.drop()) {
      this.#hasBallast = false;
      logger.warn({}, "the disk is full; the ballast was given back");
    }
    this.#roomyTurns = this.#fitsBallast() ? this.#roomyTurns + 1 : 0;
    if (this.#roomyTurns >= TURNS_BEFORE_BALLAST && !this.#hasBallast) this.#hasBallast = await ballast.take();
    return this.#level;
  }

  /** Whether there is enough left behind it for new work. */
  #fitsBallast(): boolean {
    const { scarceMiB } = this.#deps;
    return (
      scarceMiB > 0 && !["scarce", "full"].includes(spaceLevel(this.#freeBytes - BALLAST_BYTES, scarceMiB, "scarce"))
    );
  }

  /** Whether new work has to wait for room. */
  get isScarce(): boolean {
    return this.#level === "scarce" || this.#level === "full";
  }

  /** What a person should know about it; undefined while there is room. */
  get trouble(): string | undefined {
    return saySpace(this.#level, this.#freeBytes, this.#deps.scarceMiB);
  }

  /** Throws `storage.low` while there is no room for new work. */
  assertRoom(): void {
    const { trouble } = this;
    if (!this.isScarce || trouble === undefined) return;
    const sentence = `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}. Make room there, then ask again.`;
    throw new OctopusError("storage.low", sentence, { freeBytes: this.#freeBytes });
  }
}
