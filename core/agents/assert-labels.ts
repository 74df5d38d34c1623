import { OctopusError } from "../kernel/errors.ts";

const PATTERN = /^[a-z0-9][a-z0-9_.-]{0,39}(?::[a-z0-9][a-z0-9_.-]{0,39})?$/;
const MOST_LABELS = 50;

/** Throws `request.invalid`. */
export function assertLabels(labels: readonly string[]): void {
  if (labels.length > MOST_LABELS) {
    const sentence = `A machine has at most ${MOST_LABELS} labels (got ${labels.length}).`;
    throw new OctopusError("request.invalid", sentence);
  }
  const wrong = labels.find((label) => !PATTERN.test(label));
  if (wrong === undefined) return;
  const got = JSON.stringify(wrong.slice(0, 80));
  throw new OctopusError(
    "request.invalid",
    `A label looks like "web" or "env:production", in lower case (got ${got}).`,
  );
}
