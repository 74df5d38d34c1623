import type { JsonObject } from "../kernel/json.ts";
import type { ActionCatalog } from "../tasks/action-catalog.ts";
import type { TaskRequest } from "../tasks/task-request.ts";
import { HIDDEN } from "./hide-sealed.ts";
import { isSealed } from "./seal.ts";

/** The request with all its secrets sealed: its own, those of its steps and of the check between its batches. Pure. */
export function sealRequest(actions: ActionCatalog, request: TaskRequest): TaskRequest {
  if (!actions.sealed) return request;
  const sealed = (action: string, params: JsonObject) => actions.sealed?.(action, params) ?? params;
  const { check } = request.policy;
  return {
    ...request,
    params: sealed(request.action, request.params),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: request.then.map((step) => ({ ...step, params: sealed(step.action, step.params) })),
    ...(check?.params && {
      policy: { ...request.policy, check: { ...check, params: sealed(check.action, check.params) } },
    }),
  };
}

/** A change by somebody who was shown "(secret)" and sends that back: the secret stays as it was. Pure. */
export function keepSecrets(changed: JsonObject, before: JsonObject): JsonObject {
  const kept = Object.entries(changed).map(([name, value]) => {
    const known = before[name];
    return [name, value === HIDDEN && isSealed(known) ? known : value] as const;
  });
  return Object.fromEntries(kept);
}
