import {
  anyObject,
  count,
  cursor,
  type Dto,
  filledText,
  id,
  instant,
  limit,
  object,
  oneOf,
  page,
  text,
} from "./schema.ts";

/** Who did what to what, and by which rule. */
export const auditEntrySchema = object(
  {
    seq: count,
    at: instant,
    actorId: id,
    actorName: text(100),
    via: text(40),
    action: text(100),
    object: text(200),
    decision: oneOf(["allowed", "refused"]),
    rule: text(100),
    detail: anyObject,
  },
  ["actorId"],
);
export type AuditEntryDto = Dto<typeof auditEntrySchema>;

export const auditPageSchema = page(auditEntrySchema);

export const auditQuerySchema = object({ object: filledText(200), limit, cursor }, ["object", "limit", "cursor"]);
