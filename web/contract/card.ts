import { count, type Dto, instant, list, object, oneOf, text } from "./schema.ts";

const cell = { type: ["string", "number", "boolean", "null"] } as const;
const long = text(20_000);

/** One message as data, edited in place. Every text is plain: shown as it is, never interpreted. */
export const cardSchema = object(
  {
    tone: oneOf(["info", "understood", "question", "running", "success", "attention", "failure", "unknown"]),
    headline: long,
    lines: list(long),
    facts: list(object({ name: long, value: long })),
    table: object({ columns: list(text(200), 50), rows: list(list(cell, 50), 1000), moreRows: count }, ["moreRows"]),
    logTail: list(long),
    startedAt: instant,
    assumed: list(long),
    buttons: list(object({ label: long, say: long, style: oneOf(["primary", "danger"]) }, ["style"])),
    examples: list(object({ title: long, sentences: list(long) })),
    id: text(100),
    link: text(300),
  },
  ["facts", "table", "logTail", "startedAt", "assumed", "buttons", "examples", "id", "link"],
);
export type CardDto = Dto<typeof cardSchema>;
