import { LARGEST_LIMIT } from "../../core/model/limit.ts";
import { type Dto, id, instant, list, object, text } from "./schema.ts";
import { targetsSchema } from "./task.ts";

const most = { type: "integer", minimum: 1, maximum: LARGEST_LIMIT } as const;
const parts = { action: text(80), targets: targetsSchema } as const;

/** How much may be under way at once. `person`: a user's id, or "each" for everybody by themselves. */
export const limitSchema = object(
  { id, most, what: text(100), ...parts, taskId: id, person: text(80), byId: id, byName: text(60), createdAt: instant },
  ["action", "targets", "taskId", "person"],
);
export type LimitDto = Dto<typeof limitSchema>;

export const limitListSchema = object({ items: list(limitSchema) });
export type LimitListDto = Dto<typeof limitListSchema>;

/** At least one of action, task, targets and person; `person` is a name or "each"; `what` is how cards call it. */
export const setLimitSchema = object({ most, what: text(100), ...parts, task: id, person: text(60) }, [
  "what",
  "action",
  "targets",
  "task",
  "person",
]);
