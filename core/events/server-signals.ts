import type { Clock } from "../kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Service } from "../kernel/service.ts";
import { validator } from "../kernel/validator.ts";
import type { CoreEvents } from "./core-events.ts";

/** Carries short texts to all servers of one database. Any of them may be lost: whoever needs to be sure reads the store. */
export interface SignalChannel {
  send(text: string): Promise<void>;
  /** Until the returned function is called; reconnects by itself. */
  listen(hear: (text: string) => void): Promise<() => Promise<void>>;
}

/** What another server may have to act on at once; each holds ids only, and its listeners read the rest from the store. */
const CARRIED = [
  "work.queued",
  "run.ended",
  "batch.ended",
  "run.changed",
  "execution.changed",
  "task.changed",
] as const;
type Carried = (typeof CARRIED)[number];

/** Gathered for this long, so that a run of many machines is one signal. */
const GATHER_MS = 10;
/** PostgreSQL takes 8,000 bytes. */
const LONGEST = 7_000;

interface Signal {
  readonly from: string;
  readonly events: readonly { readonly name: Carried; readonly event: CoreEvents[Carried] }[];
}
const ids = { type: "object", additionalProperties: { type: ["string", "boolean"], maxLength: 200 } };
const decode = validator<Signal>({
  type: "object",
  additionalProperties: false,
  required: ["from", "events"],
  properties: {
    from: { type: "string", maxLength: 60 },
    events: {
      type: "array",
      maxItems: 1_000,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "event"],
        properties: { name: { enum: [...CARRIED] }, event: ids },
      },
    },
  },
});

interface Deps {
  readonly events: EventBus<CoreEvents>;
  readonly channel: SignalChannel;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells this server from the others. */
  readonly ownId: string;
}

/** Wakes the other servers of one database for what was committed here, and this one for theirs. Sweeps are the net. */
export class ServerSignals implements Service {
  readonly #deps: Deps;
  readonly #waiting = new Map<string, Signal["events"][number]>();
  #unsubscribes: readonly Unsubscribe[] = [];
  #stopListening: (() => Promise<void>) | undefined;
  #isGathering = false;
  #isHearing = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    if (this.#unsubscribes.length > 0) return;
    const { channel, events } = this.#deps;
    this.#unsubscribes = CARRIED.map((name) => events.on(name, (event) => this.#note(name, event)));
    this.#stopListening = await channel.listen((text) => this.#hear(text));
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#unsubscribes = [];
    await this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #note(name: Carried, event: CoreEvents[Carried]): void {
    if (this.#isHearing) return;
    this.#waiting.set(JSON.stringify([name, event]), { name, event });
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#deps.clock.after(GATHER_MS, () => void this.#send());
  }

  async #send(): Promise<void> {
    const { channel, logger, ownId } = this.#deps;
    this.#isGathering = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      for (const events of inParts(waiting)) await channel.send(JSON.stringify({ from: ownId, events }));
    } catch (error) {
      logger.warn({ error }, "other servers could not be woken; they find it with their next sweep");
    }
  }

  #hear(text: string): void {
    const { events, logger, ownId } = this.#deps;
    const signal = decoded(text);
    if (!signal) {
      logger.warn({ length: text.length }, "a signal of another server could not be read");
      return;
    }
    if (signal.from === ownId) return;
    this.#isHearing = true;
    try {
      for (const { name, event } of signal.events) events.emit(name, event as never);
    } finally {
      this.#isHearing = false;
    }
  }
}

function decoded(text: string): Signal | undefined {
  try {
    const found = decode(JSON.parse(text));
    return found.ok ? found.value : undefined;
  } catch {
    return undefined;
  }
}

function inParts(all: Signal["events"]): readonly Signal["events"][] {
  const parts: Signal["events"][number][][] = [];
  let length = LONGEST;
  for (const one of all) {
    const more = JSON.stringify(one).length + 1;
    if (length + more > LONGEST) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(one);
    length += more;
  }
  return parts;
}
