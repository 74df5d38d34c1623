import type { Execution, Run } from "../model/run.ts";
import { isFinal } from "../model/states.ts";
import type { TaskRequest } from "./task-request.ts";

/** Which machines of an earlier run a new one takes up again. */
export const RUN_SUBSETS = ["failed", "not-started", "succeeded", "all"] as const;
export type RunSubset = (typeof RUN_SUBSETS)[number];

type Ended = Pick<Execution, "state" | "startedAt">;

/**
 * Whether a machine of an earlier run belongs to the part. Each ended execution is in exactly one of succeeded, failed
 * and not-started: what was cancelled counts as failed if it had begun. An unknown end is in none, because it may still
 * be at work; a person says how it ended, or has it tried again, first. Pure.
 */
export function isInSubset({ state, startedAt }: Ended, subset: RunSubset): boolean {
  if (!isFinal(state)) return false;
  if (subset === "all") return true;
  if (state === "succeeded") return subset === "succeeded";
  const began = state === "failed" || state === "timed_out" || (state === "cancelled" && startedAt !== undefined);
  return subset === (began ? "failed" : "not-started");
}

/**
 * What it takes to do an earlier run again on a part of its machines: its own action, parameters and policy, and exactly
 * those machines. Only this step: the ones that may follow it in a chain are not started again. Pure.
 */
export function subsetRequest(
  run: Pick<Run, "action" | "params" | "policy">,
  executions: readonly Pick<Execution, "agentId" | "agentName" | "state" | "startedAt">[],
  subset: RunSubset,
): TaskRequest {
  const chosen = executions.filter((execution) => isInSubset(execution, subset));
  const { pick: _chosen, ...policy } = run.policy;
  return {
    action: run.action,
    params: run.params,
    targets: { include: chosen.map(({ agentName }) => `host:${agentName}`), exclude: [] },
    machines: chosen.map(({ agentId, agentName }) => ({ id: agentId, name: agentName })),
    policy,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [],
    text: "",
  };
}
