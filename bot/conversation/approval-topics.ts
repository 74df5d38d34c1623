/** The card in the thread of whoever asked. */
export const askerTopic = (id: string): string => `approval:${id}`;

/** The card of somebody, or of a room, that is asked. */
export const approverTopic = (id: string, place: string): string => `approval:${id}:${place}`;

/** The card where somebody else is told, because nobody answered. */
export const ESCALATED = "escalated";

/** A message of its own: the reminder, the end that is to be noticed. */
export const followUpTopic = (id: string, place: string, what: "again" | "told"): string =>
  `approval:${id}:${place}:${what}`;
