import type { CoreEvents } from "../events/core-events.ts";
import { moveExecution } from "../executions/move-execution.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import type { Limit } from "../model/limit.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import type { Reader, Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import type { MachineDirectory } from "../tasks/action-catalog.ts";
import { type Blocking, findBlocking, type LimitedWork } from "./find-blocking.ts";
import type { LimitDirectory } from "./limit-directory.ts";

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

/** What may start in this unit; each `admit` counts in the next. */
export interface OpenGate {
  /** Undefined: it may start, and counts as started from here on. */
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
    const underWay = [...(await this.#readUnderWay(writer, now))];
    const waiting = await this.#readWaiting(writer, now);
    const covers = this.#covering(limits);
    return {
      admit: (execution, run) => {
        const work = workOf(execution, run);
        const before = waiting.filter((one) => isBefore(one.row, execution)).map(({ work: other }) => other);
        const blocking = findBlocking(limits, work, { underWay, before, covers });
        if (!blocking) underWay.push(work);
        return blocking;
      },
    };
  }

  async #readUnderWay(writer: Writer, now: number): Promise<readonly LimitedWork[]> {
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
    return (await withWork(writer, held)).map(({ work }) => work);
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

  async #readWaiting(reader: Reader, now: number): Promise<readonly { row: ExecutionRow; work: LimitedWork }[]> {
    const rows = await reader.select(executionTable, {
      where: { state: "queued", limited_by: { ne: null }, not_before: { lte: now } },
      orderBy: [{ column: "seq" }],
      limit: MOST_WAITING,
    });
    return await withWork(
      reader,
      rows.filter((row) => this.#deps.ready(row.agent_id)),
    );
  }
}

/** In the order in which machines are offered work: the more urgent first, then the older. */
function isBefore(one: ExecutionRow, other: ExecutionRow): boolean {
  const [a, b] = [one.priority ?? 1, other.priority ?? 1];
  return a < b || (a === b && one.seq < other.seq);
}

async function withWork(reader: Reader, rows: readonly ExecutionRow[]) {
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
