import { sayCondition } from "../../../core/model/condition.ts";
import type { TaskDto } from "../../contract/task.ts";

/** "on success, if fullestPct is over 90: script.run". Pure. */
export function stepWords({ action, if: condition, when }: TaskDto["then"][number]): string {
  const asked = condition ? `, if ${sayCondition({ ...condition, title: condition.field, unit: "" })}` : "";
  return `on ${when}${asked}: ${action}`;
}
