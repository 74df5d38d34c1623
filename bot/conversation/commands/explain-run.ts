import type { Card, CardTable } from "../../../core/model/card.ts";
import type { Execution } from "../../../core/model/run.ts";
import { isFinal } from "../../../core/model/states.ts";
import { sayInstant } from "../local-time.ts";
import { runCard } from "../replies/run-card.ts";
import { reasonOf } from "../replies/run-result.ts";
import { sayAttempt } from "../replies/say-attempt.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { STATE_WORDS } from "../replies/state-words.ts";
import { runView, tailLines } from "../run-views.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { findRunId } from "./find-run.ts";

const CHUNKS = 30;
const LINES = 15;

/** "why?", "why did it fail", the Log button: state, reason, attempts and the last lines of output. */
export const explainRun: Command = async (turn, services) => {
  const id = await findRunId(turn, services);
  if (id === undefined)
    return answerWith(infoCard("Nothing ran in this conversation yet, so there is nothing to explain"));
  const run = await services.runQueries.getRun(id);
  const executions = await services.runQueries.executionsOf(id);
  const context = { lastRun: run.id, lastTask: run.taskId };
  const meant = meantExecution(turn, executions);
  const title = services.plugins.find(run.action)?.action.title ?? run.action;
  if (!meant) {
    const parts = { title, tail: [], timeZone: turn.timeZone, now: turn.now };
    return answerWith(runCard(runView(services.machines, run, executions, parts)), context);
  }
  const others = executions.filter((one) => one.state !== "succeeded" && one.id !== meant.id).length;
  const card = await explain(meant, `${title} on ${meant.agentName}`, turn, services);
  const more = others > 0 ? [`${others} more did not succeed; the run's page shows them all.`] : [];
  return answerWith({ ...card, lines: [...card.lines, ...more], id, link: `/runs/${id}` }, context);
};

/** The one that was named, else the first that did not succeed, else the first. */
function meantExecution(turn: Turn, executions: readonly Execution[]): Execution | undefined {
  const ref = turn.frame.ref?.toUpperCase();
  const named = executions.find((execution) => execution.id === ref);
  return named ?? executions.find((execution) => execution.state !== "succeeded") ?? executions[0];
}

async function explain(
  execution: Execution,
  title: string,
  { timeZone, now }: Turn,
  { runQueries }: Pick<ConversationServices, "runQueries">,
): Promise<Card> {
  const tail = tailLines(await runQueries.logTail(execution.id, execution.attempt, CHUNKS), LINES);
  const attempts = await runQueries.attemptsOf(execution.id);
  const rows = attempts.map((attempt) => [
    attempt.attempt,
    attempt.startedAt === undefined ? "" : sayInstant(attempt.startedAt, timeZone, now),
    attempt.state,
    attempt.error ?? attempt.response?.headline ?? "",
  ]);
  if (!isFinal(execution.state) && execution.state !== "unknown") return underWay(execution, title, rows, tail);
  const ok = execution.state === "succeeded";
  const reason = ok ? (execution.response?.headline ?? "It succeeded.") : reasonOf(execution);
  return {
    tone: ok ? "info" : execution.state === "unknown" ? "unknown" : "failure",
    headline: `${title}: ${execution.state.replace("_", " ")}`,
    lines: [reason, ...(tail.length === 0 ? ["There is no output."] : [])],
    ...attemptTable(rows),
    ...(tail.length > 0 && { logTail: tail }),
  };
}

/** It has not ended: what the attempts before came to is all that can be said of why. */
function underWay(execution: Execution, title: string, rows: CardTable["rows"], logTail: readonly string[]): Card {
  const { state } = execution;
  const before = rows.length > 1 ? ["The attempts before are below."] : [];
  return {
    tone: "running",
    headline: `${title}: ${STATE_WORDS[state]}, attempt ${sayAttempt(execution)}`,
    lines: ["It has not ended, so there is nothing to explain yet.", ...before],
    ...attemptTable(rows),
    ...(logTail.length > 0 && { logTail }),
  };
}

function attemptTable(rows: CardTable["rows"]): { readonly table?: CardTable } {
  return rows.length > 1 ? { table: { columns: ["Attempt", "Started", "State", "Answer"], rows } } : {};
}
