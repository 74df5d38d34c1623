import { describeMs } from "../../../core/kernel/duration.ts";
import type { CardFact } from "../../../core/model/card.ts";
import type { RunView } from "./run-view.ts";
import { sayAttempt } from "./say-attempt.ts";
import { sayMachines } from "./say-machines.ts";
import { sayUsual } from "./say-pace.ts";

/** Where, as whom, how long, which try, who asked. */
export function runFacts(view: RunView): readonly CardFact[] {
  const { run, executions } = view;
  const facts: CardFact[] = [];
  if (executions.length > 0) {
    facts.push({ name: "Where", value: sayMachines(executions.map((execution) => execution.agentName)) });
  }
  const ranAs = [...new Set(executions.flatMap((execution) => execution.ranAs ?? []))];
  if (ranAs.length > 0) facts.push({ name: "As", value: ranAs.join(", ") });
  const startedAt = Math.min(...executions.map((execution) => execution.startedAt ?? Number.POSITIVE_INFINITY));
  const finishedAt = Math.max(...executions.map((execution) => execution.finishedAt ?? 0));
  if (run.state !== "running" && finishedAt >= startedAt) {
    facts.push({ name: "Took", value: describeMs(finishedAt - startedAt) });
  }
  const usually = sayUsual(view);
  if (usually !== undefined) facts.push({ name: "Usually", value: usually });
  const tried = executions.filter((execution) => execution.attempt > 1);
  for (const execution of tried.slice(0, 3)) {
    const where = executions.length > 1 ? ` (${execution.agentName})` : "";
    facts.push({ name: "Attempt", value: `${sayAttempt(execution)}${where}` });
  }
  const asked = run.trigger === "schedule" ? `schedule ${run.taskId}` : run.requestedByName;
  facts.push({ name: "Asked by", value: asked });
  return facts;
}
