import type { CardFact } from "../../../core/model/card.ts";

/** Follows from the others. */
const FOLLOWS: readonly string[] = ["Next", "Last"];

/** "When: every weekday at 09:00 → every weekday at 08:30", one for each fact that a change has changed. Pure. */
export function changeLines(before: readonly CardFact[] = [], after: readonly CardFact[] = []): readonly string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].filter((name) => !FOLLOWS.includes(name));
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((facts) => facts.find((fact) => fact.name === name)?.value ?? "not said");
    return was === is ? [] : [`${name}: ${was} → ${is}`];
  });
}
