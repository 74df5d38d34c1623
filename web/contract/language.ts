import { anyObject, count, type Dto, filledText, flag, id, instant, list, object, text } from "./schema.ts";

/** A phrase that a person taught. `understood`: its sentence, read today, still means what it was taught to mean. */
export const aliasSchema = object({
  name: text(60),
  text: text(2_000),
  frame: anyObject,
  ownerName: text(100),
  createdAt: instant,
  understood: flag,
});

export const aliasListSchema = object({ items: list(aliasSchema) });
export type AliasListDto = Dto<typeof aliasListSchema>;

export const aliasNameParams = object({ name: filledText(60) });

/** A message that was not understood, with how often it came and when last. */
const unmatchedSchema = object({ text: text(500), count, lastAt: instant, conversationId: id });

export const unmatchedListSchema = object({ items: list(unmatchedSchema) });
export type UnmatchedListDto = Dto<typeof unmatchedListSchema>;
