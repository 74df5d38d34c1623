import { infoCard, questionCard } from "../replies/simple-cards.ts";
import { taskCard } from "../replies/task-card.ts";
import { taskView } from "../task-views.ts";
import { answerWith } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import { meantTask } from "./change-task.ts";
import type { Command } from "./command.ts";
import { reasonsOf } from "./reasons-of.ts";

/** UTF-16 units of the longest name of a task that a sentence may give. */
const LONGEST_NAME = 100;

/** "rename T-4 to nightly disk check": only what it is called changes. */
export const renameTask: Command = async (turn, services) => {
  const found = await meantTask(turn, services, "rename");
  if ("resolution" in found) return found.resolution;
  const { task } = found;
  const name = String(turn.frame.params?.["name"] ?? "").trim();
  if (name === "" || name.length > LONGEST_NAME) {
    const lines = [`A name has 1 to ${LONGEST_NAME} characters: "rename ${task.id} to nightly disk check".`];
    return answerWith(questionCard(`What shall ${task.id} (${task.name}) be called?`, [], lines));
  }
  if (name === task.name) return answerWith(infoCard(`${task.id} is already called ${name}`, [], { id: task.id }));
  const { actor } = turn.incoming;
  const same = (await services.taskQueries.findByName(name)).filter(({ state }) => state === "active");
  const taken = same.map(({ id }) => `${id} is called "${name}", too`);
  return changePlan({
    title: `Rename ${task.id} (${task.name}) to "${name}"`,
    effect: { id: task.id, name },
    reasons: [...reasonsOf(turn.frame, "the whole task"), ...taken],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      const changed = await services.tasks.update(writer, actor, task.id, { name }, task.version);
      const shown = taskCard(taskView(services, turn, changed));
      const lines = [`It was called "${task.name}".`, ...shown.lines];
      return { replies: [{ card: { ...shown, lines } }], context: { lastTask: task.id, lastRun: undefined } };
    },
  });
};
