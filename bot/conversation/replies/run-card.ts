import { HELD_UNTIL } from "../../../core/executions/plan-run.ts";
import type { Card, CardButton } from "../../../core/model/card.ts";
import type { Execution } from "../../../core/model/run.ts";
import { isFinal } from "../../../core/model/states.ts";
import { isInSubset } from "../../../core/tasks/subset-request.ts";
import { sayInstant } from "../local-time.ts";
import { runFacts } from "./run-facts.ts";
import { runResult } from "./run-result.ts";
import type { RunView } from "./run-view.ts";
import { sayAttempt } from "./say-attempt.ts";
import { chainLines } from "./say-chain.ts";
import { sayWhere } from "./say-machines.ts";
import { saySlow } from "./say-pace.ts";
import { batchLines } from "./say-rollout.ts";

/** The one card of a run through its whole life: waiting, running, answer. Pure. */
export function runCard(view: RunView): Card {
  const { run, executions } = view;
  const body = run.state === "running" ? openBody(view) : runResult(view);
  const slow = saySlow(view);
  return {
    ...body,
    ...(slow !== undefined && { lines: [...body.lines, slow] }),
    facts: runFacts(view),
    ...(view.assumed && view.assumed.length > 0 && { assumed: view.assumed }),
    buttons: buttonsOf(view),
    id: run.id,
    link: `/runs/${run.id}`,
    ...(run.state === "running" && startOf(executions) !== undefined && { startedAt: startOf(executions) as number }),
  };
}

function startOf(executions: readonly Execution[]): number | undefined {
  const starts = executions.flatMap((execution) => execution.startedAt ?? []);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

function openBody(view: RunView): Pick<Card, "tone" | "headline" | "lines" | "logTail"> {
  const { executions, run, tail, title } = view;
  const started = executions.some((execution) => execution.startedAt !== undefined);
  const done = executions.filter((execution) => isFinal(execution.state)).length;
  const where = sayWhere(executions.map((execution) => execution.agentName));
  const progress = executions.length > 1 && started ? [`${done} of ${executions.length} done.`] : [];
  return {
    tone: started ? "running" : "understood",
    headline: `${title} on ${where}`,
    lines: [
      ...(run.waitsFor === undefined ? [] : [`Waits until ${run.waitsFor} of the same task is over.`]),
      ...progress,
      ...batchLines(executions, run.policy.canary !== undefined),
      ...(run.checkRunId === undefined ? [] : [`Checking before the next batch (${run.checkRunId}).`]),
      ...stoppingLine(executions),
      ...waitingLines(view),
      ...(view.chain ? chainLines(view.chain) : []),
    ],
    ...(tail.length > 0 && { logTail: tail }),
  };
}

function stoppingLine(executions: readonly Execution[]): readonly string[] {
  const stopping = executions.filter((execution) => execution.state === "cancelling");
  return stopping.length > 0 ? [`Stopping on ${sayWhere(stopping.map((execution) => execution.agentName))}.`] : [];
}

/** Why nothing happens yet: said only where it is not over in a moment. */
function waitingLines(view: RunView): readonly string[] {
  const lines = view.executions.filter(isDue).flatMap((execution) => waitingLine(execution, view) ?? []);
  return lines.length > 5 ? [...lines.slice(0, 5), `… and ${lines.length - 5} more are waiting.`] : lines;
}

function waitingLine(execution: Execution, { machines, now, timeZone }: RunView): string | undefined {
  const { agentName } = execution;
  const machine = machines.get(execution.agentId);
  const until = `given up at ${sayInstant(execution.expiresAt, timeZone, now)}`;
  if (machine && machine.liveness !== "online") {
    const since = machine.lastSeenAt === undefined ? "" : ` since ${sayInstant(machine.lastSeenAt, timeZone, now)}`;
    return `Waiting for ${agentName}: ${machine.liveness}${since}, ${until}.`;
  }
  if (machine && machine.state !== "active") return `Waiting for ${agentName}: it is ${machine.state}, ${until}.`;
  if (execution.waits !== undefined) return `${agentName} waits: ${execution.waits}.`;
  const again = execution.attempt > 1 && execution.notBefore > now;
  return again ? `${agentName}: attempt ${sayAttempt(execution)} follows.` : undefined;
}

/** What is held has its line with its batch. */
function isDue({ notBefore, state }: Execution): boolean {
  return state === "queued" && notBefore < HELD_UNTIL;
}

function buttonsOf({ run, executions, undoable }: RunView): readonly CardButton[] {
  if (run.state === "running") return [{ label: "Cancel", say: `cancel ${run.id}`, style: "danger" }];
  const [unknown] = executions.filter((execution) => execution.state === "unknown");
  if (unknown) {
    return [
      { label: "Retry", say: `retry ${unknown.id}` },
      { label: "It worked", say: `mark ${unknown.id} as succeeded` },
      { label: "It failed", say: `mark ${unknown.id} as failed` },
    ];
  }
  const failed = executions.some((one) => one.state !== "succeeded");
  const again: CardButton = { label: "Again", say: `run ${run.id} again` };
  if (!failed) return [again];
  const log: CardButton = { label: "Log", say: `why ${run.id}` };
  return executions.length > 1
    ? [...partButtons(run.id, executions, undoable), again, log, ...leaveButton(run)]
    : [again, log];
}

function partButtons(id: string, executions: readonly Execution[], undoable = false): readonly CardButton[] {
  const has = (subset: "failed" | "not-started") => executions.some((one) => isInSubset(one, subset));
  return [
    ...(has("failed") ? [{ label: "Retry the failed", say: `retry the failed ones of ${id}` }] : []),
    ...(has("not-started") ? [{ label: "Go on with the rest", say: `go on with the rest of ${id}` }] : []),
    ...(undoable && executions.some((one) => !isInSubset(one, "not-started"))
      ? [{ label: "Roll back", say: `roll back ${id}` }]
      : []),
  ];
}

/** Where a rule stopped it, it asks what now, and "nothing" is an answer. */
function leaveButton({ id, reason }: RunView["run"]): readonly CardButton[] {
  return reason === undefined ? [] : [{ label: "Leave", say: `leave ${id}` }];
}
