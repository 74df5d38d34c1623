import type { Agent } from "../../core/model/agent.ts";
import type { Execution, LogChunk, Run } from "../../core/model/run.ts";
import { isFinal } from "../../core/model/states.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
import { plainText } from "./plain-text.ts";
import type { ChainLink, RunView } from "./replies/run-view.ts";
import type { ConversationServices } from "./services.ts";

const TAIL_CHUNKS = 12;
export const TAIL_LINES = 8;

type Parts = Pick<RunView, "title" | "tail" | "assumed" | "chain" | "usual" | "undoable" | "timeZone" | "now">;

/** A run as its card shows it, with what is known of the machines that it still waits for. */
export function runView(
  machines: MachineDirectory<Agent>,
  run: Run,
  executions: readonly Execution[],
  parts: Parts,
): RunView {
  const waiting = executions.flatMap((execution) => {
    const machine = isFinal(execution.state) ? undefined : machines.get(execution.agentId);
    return machine ? [[execution.agentId as string, machine] as const] : [];
  });
  return { run, executions, machines: new Map(waiting), ...parts };
}

type Sources = Pick<ConversationServices, "runQueries" | "machines" | "plugins" | "clock">;

/** Reads the run as it is now. Output is quoted where it helps: for a single machine, unless the answer says it all. */
export async function readRunView(sources: Sources, runId: string, timeZone: string): Promise<RunView> {
  const { runQueries, machines, plugins, clock } = sources;
  const run = await runQueries.getRun(runId);
  const executions = await runQueries.executionsOf(runId);
  const [only] = executions;
  const wantsTail = only && executions.length === 1 && only.startedAt !== undefined && only.state !== "succeeded";
  const tail = wantsTail ? tailLines(await runQueries.logTail(only.id, only.attempt, TAIL_CHUNKS)) : [];
  const action = plugins.find(run.action)?.action;
  const title = action?.title ?? run.action;
  const undoable = action?.undo !== undefined && plugins.find(action.undo) !== undefined;
  const chain = run.steps.length > 0 ? { chain: chainLinks(plugins, run, await runQueries.chainOf(run)) } : {};
  const now = clock.now();
  const usual = run.executionCount > 0 ? await runQueries.usualTime(run, now) : undefined;
  return runView(machines, run, executions, {
    title,
    tail,
    undoable,
    timeZone,
    now,
    ...chain,
    ...(usual && { usual }),
  });
}

/** The steps of a run's chain with what became of them. */
export function chainLinks(
  plugins: Pick<ConversationServices["plugins"], "find">,
  run: Run,
  runs: readonly Run[],
): readonly ChainLink[] {
  const titleOf = (action: string) => plugins.find(action)?.action.title ?? action;
  const root = runs.find((one) => one.step === 0);
  const links = run.steps.map(({ when, action, if: condition }, index): ChainLink => {
    const made = runs.find((one) => one.step === index + 1);
    const notOn = made?.steps[index]?.notOn;
    const said = { ...(condition && { condition }), ...(notOn !== undefined && { notOn }) };
    return { step: index + 1, title: titleOf(action), when, run: made, ...said };
  });
  if (!root) return links;
  return [{ step: 0, title: titleOf(root.action), when: undefined, run: root }, ...links];
}

/** The last lines of a log, oldest first; holes are shown as holes. */
export function tailLines(chunks: readonly Pick<LogChunk, "stream" | "text">[], count = TAIL_LINES): readonly string[] {
  const text = chunks.map((chunk) => (chunk.stream === "gap" ? `\n… ${chunk.text}\n` : chunk.text)).join("");
  return plainText(text)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count);
}
