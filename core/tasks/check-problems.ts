import type { BatchCheck } from "../model/policy.ts";
import { riskOf } from "../plugin-api/manifest.ts";
import type { ActionCatalog } from "./action-catalog.ts";

/** What is wrong with the check between batches, as whole sentences. It may look, and nothing else. Pure. */
export function checkProblems(check: BatchCheck | undefined, actions: ActionCatalog): readonly string[] {
  if (!check) return [];
  const { action, params = {} } = check;
  const found = actions.find(action);
  if (!found) return [`The check between batches: no installed plugin has the action "${action}".`];
  const wrong = actions.validateParams(action, params);
  return [
    ...(wrong ? [`The check between batches: the parameters of ${action} do not fit: ${wrong}.`] : []),
    ...(riskOf(found.action, params) === "read"
      ? []
      : [`The check between batches may only look at things, and ${action} may change something.`]),
  ];
}
