import { type Dto, flag, id, instant, object, oneOf, page, text } from "./schema.ts";
import { targetsSchema } from "./task.ts";

const risk = oneOf(["read", "change", "destructive"]);

/** `biting`: whether it holds anything at this moment. Without `endsAt` somebody has to end it. */
export const freezeSchema = object(
  {
    id,
    targets: targetsSchema,
    risk,
    startsAt: instant,
    endsAt: instant,
    reason: text(500),
    byId: id,
    byName: text(60),
    createdAt: instant,
    endedAt: instant,
    endedByName: text(60),
    biting: flag,
  },
  ["endsAt", "endedAt", "endedByName"],
);
export type FreezeDto = Dto<typeof freezeSchema>;

export const freezePageSchema = page(freezeSchema);

/** From now unless `startsAt` is said; `risk` is the first that it bites, `change` unless said. */
export const startFreezeSchema = object(
  { targets: targetsSchema, risk, startsAt: instant, endsAt: instant, reason: text(500) },
  ["risk", "startsAt", "endsAt", "reason"],
);
