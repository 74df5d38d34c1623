import type { CoreEvents } from "../events/core-events.ts";
import { type CreatedRun, createRun } from "../executions/create-run.ts";
import type { NewRun } from "../executions/new-run.ts";
import { planRun, sparesOf } from "../executions/plan-run.ts";
import { takeTurn } from "../executions/take-turn.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { executionTable } from "../store/tables/run-table.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import { freezeSteps } from "./freeze-steps.ts";
import type { TaskPreview } from "./task-request.ts";

export interface RunMaking {
  readonly events: EventBus<CoreEvents>;
  /** Offers new work in the unit that makes it, where that is quicker; without it the dispatcher finds it by itself. */
  readonly dispatch?: { offerWith(writer: Writer, agentIds: readonly string[]): Promise<void> };
  /** Executions that may wait for their machines at once, on the whole server. */
  readonly largestQueue: number;
  /** Throws while nothing new may begin on this server. */
  readonly assertRoom?: () => void;
}

export interface WantedRun {
  readonly actor: Actor;
  readonly task: TaskRow;
  /** Decided just now, and found possible. */
  readonly preview: TaskPreview;
  readonly trigger: NewRun["trigger"];
  readonly origin?: NewRun["origin"];
  readonly now: number;
}

/** Makes the run that was previewed, in the caller's unit, when the overlap rule of its task lets it have its turn. */
export async function makeRun(writer: Writer, making: RunMaking, wanted: WantedRun): Promise<CreatedRun | undefined> {
  const { actor, now, preview, task, trigger, origin } = wanted;
  const { request, action, machines, ownRisk } = preview;
  const { policy, params } = request;
  const planned = planRun({ action, policy, machines, now });
  making.assertRoom?.();
  await assertPlace(writer, making.largestQueue, planned.length);
  const asked = { taskId: task.id, overlap: policy.overlap, by: actor.name, now };
  const turn = await takeTurn(writer, making.events, asked);
  if (turn.kind === "full") throw new OctopusError("request.conflict", turn.reason, { taskId: task.id });
  const created = await createRun(writer, making.events, {
    task,
    actor,
    trigger,
    dueAt: now,
    now,
    risk: ownRisk,
    conversationId: task.conversation_id,
    planned,
    spares: sparesOf(policy, machines, preview.action),
    work: { action: request.action, params, policy },
    steps: freezeSteps(preview),
    ...(origin && { origin }),
    ...(turn.kind === "after" && { waitsFor: turn.runId }),
  });
  const agentIds = new Set(created?.executions.map((execution) => execution.agentId));
  await making.dispatch?.offerWith(writer, [...agentIds]);
  return created;
}

/** Refusing is kinder than taking what will only expire. */
async function assertPlace(writer: Writer, largestQueue: number, wanted: number): Promise<void> {
  const waiting = await writer.count(executionTable, { state: { in: ["queued", "offered"] } });
  if (waiting + wanted <= largestQueue) return;
  const message = `${waiting} executions wait for their machines already; with these ${wanted} there would be more than ${largestQueue}. Try again when some are done.`;
  throw new OctopusError("run.queue-full", message, { waiting, wanted, largestQueue });
}
