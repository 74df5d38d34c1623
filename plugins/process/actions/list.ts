import { lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { answerList } from "../answer-list.ts";
import { readProcesses } from "../read-processes.ts";

const DEFAULT_TOP = 10;

/** process.list: the biggest consumers, measured now when the processor is what matters. */
export const processList: ActionHandler = async ({ params, signal }) => {
  const { sort = "cpu", top = DEFAULT_TOP, name } = params as { sort?: "cpu" | "memory"; top?: number; name?: string };
  const all = await readProcesses(sort === "cpu", signal);
  return all
    ? answerList(all, { sort, top, name })
    : lastingFailure("missing", "not available here: this machine has neither /proc nor ps");
};
