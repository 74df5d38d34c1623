import { runCard } from "../replies/run-card.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { readRunView } from "../run-views.ts";
import { answerWith } from "../turn.ts";
import type { Command } from "./command.ts";
import { findRunId } from "./find-run.ts";

/** "show R-92", "show me the results": the card of the run as it is now. */
export const showRun: Command = async (turn, services) => {
  const id = await findRunId(turn, services);
  if (id === undefined) return answerWith(infoCard("Nothing ran in this conversation yet"));
  const view = await readRunView(services, id, turn.timeZone);
  return answerWith(runCard(view), { lastRun: id, lastTask: view.run.taskId });
};
