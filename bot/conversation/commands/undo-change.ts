import type { RoomKind, RoomValues } from "../../../core/channels/room-settings.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Frame } from "../../../core/model/frame.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { isInSubset } from "../../../core/tasks/subset-request.ts";
import { doneCard, infoCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { type Inverse, type MadeChange, UNDO_FOR_MS } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { createTask } from "./create-task.ts";

/** "undo that": takes back the newest change of this person in this conversation, or the one of the thing that is named. */
export const undoChange: Command = async (turn, services) => {
  const mine = changesOf(turn);
  const ref = turn.frame.ref?.toUpperCase();
  const meant = ref === undefined ? mine.at(-1) : mine.findLast((change) => isAbout(change.inverse, ref));
  // "roll back R-92" needs no change of one's own: it is asked for like any other work, with its rights and questions.
  if (!meant && ref?.startsWith("R-")) return await undoRun(turn, services, ref);
  if (!meant) {
    const about = ref === undefined ? "" : ` of ${ref}`;
    return answerWith(infoCard(`There is no change${about} by you in this conversation that I could undo`));
  }
  const { inverse } = meant;
  if (inverse.kind === "run") return await undoRun(turn, services, inverse.id, meant.what);
  if (inverse.kind === "none") return answerWith(cannotUndo(meant.what, mine));
  return changePlan({
    title: `Undo: ${meant.what}`,
    effect: { inverse, at: meant.at },
    reasons: turn.frame.confirm ? ["I had to guess or correct a word"] : [],
    turn,
    act: async (writer) => {
      const said = await takeBack(writer, turn, services, inverse);
      const changes = turn.context.changes?.filter((change) => change !== meant);
      return { replies: [{ card: doneCard(`Undone: ${meant.what}`, [said]) }], context: { changes } };
    },
  });
};

function changesOf({ context, incoming, now }: Turn): readonly MadeChange[] {
  const mine = context.changes?.filter((change) => change.userId === (incoming.actor.userId ?? "")) ?? [];
  return mine.filter((change) => now - change.at <= UNDO_FOR_MS);
}

function isAbout(inverse: Inverse, ref: string): boolean {
  return "id" in inverse && inverse.id.toUpperCase() === ref;
}

/** Its opposite beside it would be a race on the machine. */
const STILL = ["Nothing was started. Cancel it, or wait until it has ended; then it can be taken back."];

/** What ran has happened; only its action's own opposite can follow it, with that action's rights and questions. */
async function undoRun(turn: Turn, services: ConversationServices, runId: string, what = runId): Promise<Resolution> {
  const run = await services.runQueries.getRun(runId);
  const opposite = services.plugins.find(run.action)?.action.undo;
  const action = opposite === undefined ? undefined : services.plugins.find(opposite)?.action;
  if (!action) return answerWith(cannotUndo(what, changesOf(turn)));
  if (run.state === "running") return answerWith(infoCard(`${runId} is still under way`, STILL, { id: runId }));
  if (run.policy.dryRun === true) return answerWith(infoCard(`${runId} was a dry run and changed nothing`));
  const executions = await services.runQueries.executionsOf(runId);
  const began = executions.filter((execution) => !isInSubset(execution, "not-started"));
  // By id: a machine may have another name by now, and another machine its name.
  const names = began.flatMap(({ agentId }) => services.machines.get(agentId)?.name ?? []);
  if (names.length === 0) return answerWith(infoCard(`${runId} has begun nowhere, so there is nothing to take back`));
  const known = Object.keys(action.params.properties);
  const frame: Frame = {
    intent: "task.create",
    outcome: "act",
    action: action.name,
    params: Object.fromEntries(Object.entries(run.params).filter(([name]) => known.includes(name))),
    targets: { include: names.map((name) => `host:${name}`), exclude: [] },
    confirm: true,
    assumed: [`the opposite of ${run.action} in ${runId}`],
    spans: [],
    score: 1,
    said: [],
  };
  return await createTask({ ...turn, frame }, services);
}

function cannotUndo(what: string, mine: readonly MadeChange[]): Card {
  const other = mine.findLast(({ inverse }) => inverse.kind !== "none" && inverse.kind !== "run");
  const lines = ["Nothing was changed."];
  if (!other) return refusalCard(`${what} cannot be undone`, lines);
  lines.push(`The last change of yours here that can be undone: ${other.what}.`);
  const say = "id" in other.inverse ? `undo ${other.inverse.id}` : undefined;
  const buttons = say === undefined ? [] : [{ label: "Undo that instead", say }];
  return refusalCard(`${what} cannot be undone`, lines, { ...(buttons.length > 0 && { buttons }) });
}

/** Does the opposite, with this person's rights as they are now; returns what is true again. */
async function takeBack(
  writer: Writer,
  { incoming: { actor } }: Turn,
  { tasks, machineControl, people, aliases, rooms }: ConversationServices,
  inverse: Exclude<Inverse, { readonly kind: "none" | "run" }>,
): Promise<string> {
  switch (inverse.kind) {
    case "task": {
      const task = await tasks[inverse.verb](writer, actor, inverse.id);
      return `${task.id} (${task.name}) is ${task.state}.`;
    }
    case "task-fields": {
      const task = await tasks.update(writer, actor, inverse.id, inverse.before);
      return `${task.id} (${task.name}) is as it was before.`;
    }
    case "machine":
      for (const id of inverse.ids) await machineControl[inverse.verb](writer, actor, id);
      return "The machines are in the state that they were in.";
    case "labels":
      for (const { id, labels } of inverse.machines) await machineControl.setLabels(writer, actor, id, labels);
      return "The labels are what they were.";
    case "role": {
      const user = await people.setRole(writer, actor, inverse.id, inverse.role);
      return `${user.name} is ${user.role} again.`;
    }
    case "person": {
      const user = await people.disable(writer, actor, inverse.id);
      return `${user.name} is disabled; an account is never deleted, because its deeds stay in the audit log.`;
    }
    case "room": {
      const { before, room, setting: kind } = inverse;
      if (before) {
        // As it was kept; what cannot be read any more counts as nothing said.
        const value = before.value as unknown as RoomValues[RoomKind];
        await rooms.set(writer, actor, room, { kind, value, ...(before.nextAt && { nextAt: before.nextAt }) });
        return "What was said before holds again.";
      }
      await rooms.clear(writer, actor, room, kind);
      return "Nothing is set there any more.";
    }
    default:
      await aliases.remove(writer, actor, inverse.name);
      return `"${inverse.name}" means nothing special any more.`;
  }
}
