import { canonicalJson } from "../kernel/json.ts";
import type { Agent } from "../model/agent.ts";
import type { Reader } from "../store/rows.ts";
import { agentTable } from "../store/tables/agent-table.ts";
import { agentOf } from "./agent-row.ts";

/** Differences below this may be the way of the heartbeat. */
const CLOCK_TOLERANCE_MS = 5_000;

/**
 * Every machine, in memory, to be asked without waiting. The services put each change here right after its commit and
 * before they announce it, so a listener of `agent.changed` finds the new state. Call `load` before anything else.
 */
export class AgentDirectory {
  readonly #reader: Reader;
  #byId: ReadonlyMap<string, Agent> = new Map();
  #byName: ReadonlyMap<string, Agent> = new Map();
  #sorted: readonly Agent[] = [];
  readonly #clockOffsets = new Map<string, number>();
  /** How often something was put here. */
  #puts = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /**
   * Reads everything again; also the way to learn of what another server changed. What was put here while it was being
   * read is newer: then nothing of it is taken, until the next time.
   */
  async load(): Promise<void> {
    const puts = this.#puts;
    const rows = await this.#reader.select(agentTable, {});
    if (puts !== this.#puts) return;
    const agents = rows.map((row) => this.#withClock(agentOf(row)));
    const isSame = agents.length === this.#byId.size && agents.every((agent) => this.#isKnown(agent));
    if (isSame) return;
    this.#byId = new Map(agents.map((agent) => [agent.id, agent]));
    this.#index();
  }

  #isKnown(agent: Agent): boolean {
    const known = this.#byId.get(agent.id);
    return known !== undefined && canonicalJson(known) === canonicalJson(agent);
  }

  /** By name. The same array until something changes. */
  all(): readonly Agent[] {
    return this.#sorted;
  }

  get(id: string): Agent | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Agent | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** Whether it may hold a connection: not cut off, and not gone. A pending machine waits connected. */
  mayConnect(id: string): boolean {
    const state = this.#byId.get(id)?.state;
    return state === "pending" || state === "active" || state === "draining";
  }

  /** Whether it may be given something new to do. */
  takesWork(id: string): boolean {
    return this.#byId.get(id)?.state === "active";
  }

  /** For the services of this folder. */
  put(agents: readonly Agent[]): void {
    if (agents.length === 0) return;
    this.#puts += 1;
    this.#byId = new Map([...this.#byId, ...agents.map((agent) => [agent.id, this.#withClock(agent)] as const)]);
    this.#index();
  }

  /** For the services of this folder: what a heartbeat showed of the machine's clock. Seen, not stored. */
  noteClock(id: string, offsetMs: number): void {
    const agent = this.#byId.get(id);
    const known = this.#clockOffsets.get(id) ?? 0;
    const present = Math.abs(offsetMs) < CLOCK_TOLERANCE_MS ? 0 : Math.round(offsetMs);
    if (!agent || Math.abs(present - known) < CLOCK_TOLERANCE_MS) return;
    if (present === 0) this.#clockOffsets.delete(id);
    else this.#clockOffsets.set(id, present);
    this.put([agent]);
  }

  #withClock({ clockOffsetMs: _, ...agent }: Agent): Agent {
    const offset = this.#clockOffsets.get(agent.id);
    return offset === undefined ? agent : { ...agent, clockOffsetMs: offset };
  }

  /** For the services of this folder. */
  drop(id: string): void {
    this.#puts += 1;
    this.#byId = new Map([...this.#byId].filter(([other]) => other !== id));
    this.#index();
  }

  #index(): void {
    this.#sorted = [...this.#byId.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#byName = new Map(this.#sorted.map((agent) => [agent.name, agent]));
  }
}
