import type { Frame } from "../../../core/model/frame.ts";
import type { TargetSelector } from "../../../core/model/target.ts";
import type { Task } from "../../../core/model/task.ts";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import type { TaskRequest } from "../../../core/tasks/task-request.ts";
import { sayTargets } from "../replies/say-targets.ts";
import { questionCard, refusalCard } from "../replies/simple-cards.ts";
import { roomOf, sayRoom } from "../room-of.ts";
import { saysOnlyLeftOut, withoutThese } from "../says-only-left-out.ts";
import type { ConversationServices } from "../services.ts";
import type { Resolution, Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { planTask } from "./plan-task.ts";
import { unknownAction } from "./unknown-action.ts";

const MAX_OPTIONS = 8;

/** "check disk space on web-1", "... every weekday at 9": one run now, or a task with a schedule. */
export const createTask: Command = async (turn, services) => {
  const { frame } = turn;
  const found = frame.action === undefined ? undefined : services.plugins.find(frame.action);
  if (!found) return unknownAction(turn, services);
  const where = await whereOf(turn, services);
  if ("resolution" in where) return where.resolution;
  const missing = missingSlot(frame, found.action);
  if (missing !== undefined) return askFor(frame, found.action, missing);
  const request: TaskRequest = {
    action: found.action.name,
    params: frame.params ?? {},
    targets: where.targets,
    ...(frame.schedule && { schedule: { tz: turn.timeZone, ...frame.schedule } }),
    policy: frame.policy ?? {},
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: frame.then ?? [],
    text: turn.incoming.text,
    conversationId: turn.conversationId,
  };
  const old = await replaced(turn, services);
  const instead = old ? [`instead of ${old.id}, which is cancelled`] : [];
  const assumed = [...(frame.assumed ?? []), ...where.assumed, ...instead];
  const work = { kind: "create", request, ...(old && { replaces: old.id }) } as const;
  return await planTask(turn, services, { work, assumed });
};

/** The task that a correction takes the place of, while it still waits for its one time. */
async function replaced({ frame }: Turn, services: ConversationServices): Promise<Task | undefined> {
  if (frame.ref === undefined) return undefined;
  const task = await services.taskQueries.get(frame.ref);
  return task.state === "active" && task.schedule?.kind === "once" && task.firedCount === 0 ? task : undefined;
}

type Where =
  | { readonly targets: TargetSelector; readonly assumed: readonly string[] }
  | { readonly resolution: Resolution };

/**
 * The machines that were said, just those. Where none were: what this room means, else the only machine there is, each
 * shown as assumed; else it is asked for.
 */
async function whereOf(turn: Turn, services: ConversationServices): Promise<Where> {
  const { frame } = turn;
  const said = frame.targets && frame.targets.include.length > 0 ? frame.targets : undefined;
  const isLess = said?.include[0] === "all" && saysOnlyLeftOut(frame);
  if (said && !isLess) return { targets: said, assumed: [] };
  const excluded = frame.targets?.exclude ?? [];
  const meant = (await services.rooms.get(roomOf(turn).scope, "default"))?.value.targets;
  if (meant) {
    const assumed = [`on ${sayTargets(meant)}, the default of ${sayRoom(turn)}`];
    return { targets: withoutThese(meant, excluded), assumed };
  }
  if (said) return { targets: said, assumed: [] };
  return whereOfNothing(frame, excluded, services);
}

function whereOfNothing(frame: Frame, excluded: readonly string[], services: ConversationServices): Where {
  const names = services.machines
    .all()
    .filter((machine) => machine.state === "active" || machine.state === "draining")
    .map((machine) => machine.name);
  const [only] = names;
  if (only === undefined) {
    const lines = ["Nothing was started.", 'An administrator lets a machine join with "octopus agent join".'];
    return { resolution: { kind: "refuse", card: refusalCard("No machine has joined yet", lines) } };
  }
  if (names.length === 1 && excluded.length === 0) {
    const assumed = [`on ${only}, the only machine I know`];
    return { targets: { include: [`host:${only}`], exclude: [] }, assumed };
  }
  const options = [...names.slice(0, MAX_OPTIONS - 1), `all ${names.length}`];
  const left = names.length - (MAX_OPTIONS - 1);
  const lines = left > 0 ? [`… and ${left} more; type the name.`] : [];
  const card = questionCard("On which machine?", options, lines);
  const asked: Frame = { ...frame, outcome: "clarify", clarify: "target", options };
  return { resolution: { kind: "ask", frame: asked, slot: "target", card } };
}

function missingSlot(frame: Frame, action: ActionManifest): string | undefined {
  const { clarify, outcome, params = {} } = frame;
  if (outcome === "clarify" && clarify !== undefined && clarify !== "target") return clarify;
  return action.params.required?.find((name) => params[name] === undefined);
}

function askFor(frame: Frame, action: ActionManifest, slot: string): Resolution {
  const schema = action.params.properties[slot];
  const options = frame.options ?? [];
  const asked: Frame = { ...frame, outcome: "clarify", clarify: slot };
  const question =
    schema?.["x-ask"] ?? (slot === "schedule" ? "When?" : `Which ${(schema?.title ?? slot).toLowerCase()}?`);
  const examples = (schema?.examples ?? []).map(String).slice(0, 3);
  const hint = options.length === 0 && examples.length > 0 ? [`For example: ${examples.join(", ")}.`] : [];
  const card = questionCard(question, options.slice(0, MAX_OPTIONS), [`For "${action.title}".`, ...hint]);
  return { kind: "ask", frame: asked, slot, card };
}
