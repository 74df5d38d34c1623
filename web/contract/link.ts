import { type Dto, filledText, id, instant, list, object, text } from "./schema.ts";

/** Somebody in a chat service who acts as a user here. */
export const linkSchema = object({
  channel: text(20),
  team: text(60),
  person: text(60),
  personName: text(80),
  userId: id,
  linkedAt: instant,
});
export type LinkDto = Dto<typeof linkSchema>;

export const linkListSchema = object({ items: list(linkSchema) });

/** The secret of the one-time address that the bot has sent. */
export const linkCodeSchema = object({ code: filledText(200) });

/** Whom the address was made for: shown before it is confirmed. */
export const linkOfferSchema = object({ channel: text(20), team: text(60), personName: text(80), expiresAt: instant });

const part = { type: "string", pattern: "^[A-Za-z0-9_-]{1,60}$" } as const;
export const linkParams = object({ channel: part, team: part, person: part });
