import type { CoreEvents } from "../events/core-events.ts";
import { moveExecution } from "../executions/move-execution.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import type { Limit } from "../model/limit.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import { PROTOCOL_LIMITS } from "../protocol/version.ts";
import type { Reader, Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import type { MachineDirectory } from "../tasks/action-catalog.ts";
import type { LimitDirectory } from "./limit-directory.ts";
import { type Blocking, type LimitedWork, LimitPlaces } from "./limit-places.ts";

interface Deps {
  readonly limits: Pick<LimitDirectory, "all">;
  readonly machines: Pick<MachineDirectory<Agent>, "all">;
  readonly events: EventBus<CoreEvents>;
  /** Whether this machine, at whatever server, could begin at once: only then a place is kept for what waits for it. */
  ready(agentId: string): boolean;
}

/** An end nobody knows is none of these: the machine has stopped what it could not report. */
const UNDER_WAY = { in: ["offered", "running", "cancelling"] };
/** Longest queue of work that waits for limits in which places are kept; what is behind it has its turn later. */
const MOST_WAITING = 500;
/**
 * What one limit holds back keeps no place of another meanwhile, which would stand empty. Only after this long it does:
 * else it might wait for ever, because never all of its limits have room at the same moment.
 */
const PATIENCE_MS = 10 * 60_000;

interface Waiting {
  readonly row: ExecutionRow;
  readonly work: LimitedWork;
}

/** What may start in this unit; each `admit` counts in the next. */
export interface OpenGate {
  /** Undefined: it may start, and counts as started from here on. To be asked in the order of turns. */
  admit(execution: ExecutionRow, run: RunRow): Blocking | undefined;
}

/** Keeps to the limits, in the unit that offers work: units come one after the other over all servers, so it is exact. */
export class LimitGate {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#deps.limits.all().length === 0;
  }

  /** Undefined where there is no limit at all. */
  async enter(writer: Writer, now: number): Promise<OpenGate | undefined> {
    const limits = this.#deps.limits.all();
    if (limits.length === 0) return undefined;
    const underWay = await this.#readUnderWay(writer, now);
    const covers = this.#covering(limits);
    const places = () => {
      const fresh = new LimitPlaces(limits, covers);
      for (const { work } of underWay) fresh.take(work);
      return fresh;
    };
    const keeping = [...keepersOf(await this.#readWaiting(writer, underWay, now), places(), now)];
    const open = places();
    return {
      admit: (execution, run) => {
        for (let [next] = keeping; next && isBefore(next.row, execution); [next] = keeping) {
          open.keep(next.work);
          keeping.shift();
        }
        const work = workOf(execution, run);
        const blocking = open.blocking(work);
        if (!blocking) open.take(work);
        return blocking;
      },
    };
  }

  async #readUnderWay(writer: Writer, now: number): Promise<readonly Waiting[]> {
    const rows = await writer.select(executionTable, { where: { state: UNDER_WAY } });
    const away = new Set<string>(
      this.#deps.machines
        .all()
        .filter(({ liveness }) => liveness === "offline")
        .map(({ id }) => id),
    );
    const isLeft = (row: ExecutionRow) => row.state === "offered" && away.has(row.agent_id);
    for (const row of rows.filter(isLeft)) await this.#takeBack(writer, row, now);
    const held = rows.filter((row) => !isLeft(row));
    return await withWork(writer, held);
  }

  /**
   * An offer to a machine that went away must not keep the others from their turn. It has not begun; as another attempt
   * it is offered anew when the machine is back, and what the machine may still say of this one no longer counts.
   */
  async #takeBack(writer: Writer, row: ExecutionRow, now: number): Promise<void> {
    const fields = { attempt: row.attempt + 1, max_attempts: row.max_attempts + 1 };
    await moveExecution(writer, this.#deps.events, row, { state: "queued", fields }, now);
  }

  #covering(limits: readonly Limit[]): (limit: Limit, agentId: string) => boolean {
    const all = this.#deps.machines.all();
    const covered = new Map<Limit, ReadonlySet<string>>();
    for (const limit of limits) {
      const { targets } = limit;
      if (targets) covered.set(limit, new Set(resolveTargets(targets, all).machines.map(({ id }) => id)));
    }
    return (limit, agentId) => covered.get(limit)?.has(agentId) ?? false;
  }

  /** What could begin at once but for a limit, in the order of its turns. */
  async #readWaiting(reader: Reader, underWay: readonly Waiting[], now: number): Promise<readonly Waiting[]> {
    const rows = await reader.select(executionTable, {
      where: { state: "queued", limited_by: { ne: null }, not_before: { lte: now } },
      orderBy: [{ column: "seq" }],
      limit: MOST_WAITING,
    });
    const inHand = new Map<string, number>();
    for (const { row } of underWay) inHand.set(row.agent_id, (inHand.get(row.agent_id) ?? 0) + 1);
    const isFull = (agentId: string) => (inHand.get(agentId) ?? 0) >= PROTOCOL_LIMITS.concurrentPerAgent;
    const could = rows.filter(({ agent_id: id }) => this.#deps.ready(id) && !isFull(id));
    return (await withWork(reader, could)).sort((one, other) => (isBefore(one.row, other.row) ? -1 : 1));
  }
}

/** Of what waits, that which keeps its places: it would start if it were asked, or has waited long. */
function keepersOf(waiting: readonly Waiting[], places: LimitPlaces, now: number): readonly Waiting[] {
  return waiting.filter(({ row, work }) => {
    if (places.blocking(work) && now - row.not_before < PATIENCE_MS) return false;
    places.keep(work);
    return true;
  });
}

/** In the order in which machines are offered work: the more urgent first, then the older. */
function isBefore(one: ExecutionRow, other: ExecutionRow): boolean {
  const [a, b] = [one.priority ?? 1, other.priority ?? 1];
  return a < b || (a === b && one.seq < other.seq);
}

async function withWork(reader: Reader, rows: readonly ExecutionRow[]): Promise<Waiting[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => row.run_id))];
  const runs = new Map((await reader.select(runTable, { where: { id: { in: ids } } })).map((run) => [run.id, run]));
  return rows.flatMap((row) => {
    const run = runs.get(row.run_id);
    return run ? [{ row, work: workOf(row, run) }] : [];
  });
}

function workOf(row: ExecutionRow, run: RunRow): LimitedWork {
  return {
    executionId: row.id,
    runId: run.id,
    taskId: run.task_id,
    action: run.action,
    agentId: row.agent_id,
    personId: run.requested_by,
  };
}
