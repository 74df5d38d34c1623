import { OctopusError } from "../../core/kernel/errors.ts";
import type { Card } from "../../core/model/card.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Execution, Run } from "../../core/model/run.ts";
import type { Task } from "../../core/model/task.ts";
import type { Actor } from "../../core/model/user.ts";
import { sayDayAndTime, sayInstant } from "./local-time.ts";
import { sayTargets } from "./replies/say-targets.ts";
import { STATE_WORDS } from "./replies/state-words.ts";
import type { ConversationServices } from "./services.ts";

type Sources = Pick<ConversationServices, "clock" | "taskQueries" | "runQueries" | "plugins">;

const TONES: Readonly<Record<string, Card["tone"]>> = {
  running: "running",
  succeeded: "success",
  failed: "failure",
  missed: "failure",
  unknown: "unknown",
};

/**
 * What an address of the console is about, small enough to stand below a message that everybody in a room reads: what,
 * where, by whom, how it ended. No output, no values of parameters. Undefined for what is not there or not for them.
 */
export async function linkPreview(
  sources: Sources,
  actor: Actor,
  { path, timeZone }: { readonly path: string; readonly timeZone: string },
): Promise<Card | undefined> {
  if (!decideAccess(actor, { name: "see" }).allowed) return undefined;
  const [, kind, id = "", executionId] =
    /^\/(runs|tasks)\/([RT]-\d{1,15})(?:\?execution=(E-\d{1,15}))?$/.exec(path) ?? [];
  const about = { ...sources, timeZone, now: sources.clock.now() };
  try {
    if (kind === "runs") return await runPreview(about, id, executionId);
    if (kind === "tasks") return taskPreview(about, await sources.taskQueries.get(id));
  } catch (error) {
    // Gone, or never there: the link stays a link.
    if (!(error instanceof OctopusError)) throw error;
  }
  return undefined;
}

interface About extends Sources {
  readonly timeZone: string;
  readonly now: number;
}

async function runPreview(about: About, id: string, executionId: string | undefined): Promise<Card> {
  const run = await about.runQueries.getRun(id);
  const executions = await about.runQueries.executionsOf(id);
  const one = executions.find((execution) => execution.id === executionId);
  const [only] = executions;
  const names = one
    ? one.agentName
    : executions.length === 1 && only
      ? only.agentName
      : `${executions.length} machines`;
  const by = `${run.requestedByName}, ${sayInstant(run.dueAt, about.timeZone, about.now)}`;
  const parts = one ? [] : countsOf(executions);
  return {
    tone: TONES[run.state] ?? "info",
    headline: `${titleOf(about, run.action)} on ${names}: ${one ? STATE_WORDS[one.state] : run.state}`,
    lines: parts.length > 1 ? [`${parts.join(", ")}.`] : [],
    facts: [{ name: "Asked by", value: by }],
    id: run.id,
    link: one ? `/runs/${run.id}?execution=${one.id}` : `/runs/${run.id}`,
  };
}

function countsOf(executions: readonly Execution[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { state } of executions) counts.set(STATE_WORDS[state], (counts.get(STATE_WORDS[state]) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`);
}

function taskPreview({ plugins, timeZone, now }: About, task: Task): Card {
  const next =
    task.nextDueAt === undefined ? [] : [{ name: "Next", value: sayDayAndTime(task.nextDueAt, timeZone, now) }];
  return {
    tone: "info",
    headline: `${task.name}: ${titleOf({ plugins }, task.action)} on ${sayTargets(task.targets)}`,
    lines: task.state === "active" ? [] : [`It is ${task.state}.`],
    facts: next,
    id: task.id,
    link: `/tasks/${task.id}`,
  };
}

function titleOf({ plugins }: Pick<Sources, "plugins">, action: Run["action"]): string {
  return plugins.find(action)?.action.title ?? action;
}
