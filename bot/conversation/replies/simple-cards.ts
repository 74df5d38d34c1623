import type { Card, CardButton } from "../../../core/model/card.ts";

type Extra = Partial<Omit<Card, "tone" | "headline" | "lines">>;

/** A plain statement. */
export function infoCard(headline: string, lines: readonly string[] = [], extra: Extra = {}): Card {
  return { tone: "info", headline, lines, ...extra };
}

/** Something was done. */
export function doneCard(headline: string, lines: readonly string[] = [], extra: Extra = {}): Card {
  return { tone: "success", headline, lines, ...extra };
}

/** Nothing was done, and why. */
export function refusalCard(headline: string, lines: readonly string[] = [], extra: Extra = {}): Card {
  return { tone: "failure", headline, lines, ...extra };
}

/** A question with its answers as buttons; every answer can also be typed. */
export function questionCard(headline: string, options: readonly string[], lines: readonly string[] = []): Card {
  const buttons: readonly CardButton[] = options.map((option) => ({ label: option, say: option }));
  return { tone: "question", headline, lines, ...(buttons.length > 0 && { buttons }) };
}

/** For what nobody foresaw: the reference leads to the log, the card tells nothing of the inside. */
export function brokenCard(reference: string): Card {
  return {
    tone: "failure",
    headline: `Something broke, reference ${reference}`,
    lines: ["Nothing of what you asked for was started. An administrator finds the details in the server's log."],
  };
}
