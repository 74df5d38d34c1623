import type { Intent } from "../core/model/frame.ts";

const QUESTIONS: ReadonlySet<Intent> = new Set<Intent>([
  "run.list",
  "execution.list",
  "task.list",
  "agent.list",
  "user.list",
  "plugin.list",
  "freeze.list",
  "limit.list",
  "alias.list",
  "stats.show",
]);

/** Answered with a list or figures: a short message may change the question ("and yesterday?") or pick from it. */
export const isQuestion = (intent: Intent): boolean => QUESTIONS.has(intent);
