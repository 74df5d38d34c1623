import type { Frame, Intent } from "../../core/model/frame.ts";

export type ButtonCommand =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "change" | "dry-run"; readonly questionId: string }
  | { readonly kind: "leave"; readonly runId: string }
  | { readonly kind: "settle"; readonly executionId: string; readonly as: "succeeded" | "failed" | "retry" };

const BUTTONS: readonly { readonly pattern: RegExp; readonly intent: Intent }[] = [
  { pattern: /^confirm (P-\d{1,15})$/i, intent: "confirm" },
  { pattern: /^(?:cancel|deny) (P-\d{1,15})$/i, intent: "deny" },
  { pattern: /^(?:cancel|stop) ([RE]-\d{1,15})$/i, intent: "execution.cancel" },
  { pattern: /^cancel (T-\d{1,15})$/i, intent: "task.cancel" },
  { pattern: /^pause (T-\d{1,15})$/i, intent: "task.pause" },
  { pattern: /^resume (T-\d{1,15})$/i, intent: "task.resume" },
  { pattern: /^delete (T-\d{1,15})$/i, intent: "task.delete" },
  { pattern: /^show (T-\d{1,15})$/i, intent: "task.show" },
  { pattern: /^show ([RE]-\d{1,15})$/i, intent: "execution.show" },
  { pattern: /^why (?:did )?([RE]-\d{1,15})(?: fail)?$/i, intent: "why" },
  { pattern: /^run (T-\d{1,15}) now$/i, intent: "task.retry" },
  { pattern: /^run (R-\d{1,15}) again$/i, intent: "task.retry" },
  { pattern: /^undo (T-\d{1,15}|[a-z]{3}_[0-9a-z]{1,40})$/i, intent: "undo" },
  { pattern: /^roll back (R-\d{1,15})$/i, intent: "undo" },
  { pattern: /^retry (R-\d{1,15})$/i, intent: "task.retry" },
  { pattern: /^retry the failed ones of (R-\d{1,15})$/i, intent: "task.retry" },
  { pattern: /^go on with the rest of (R-\d{1,15})$/i, intent: "task.retry" },
];

/** The sentences that our own buttons type: exact, so that pressing one never depends on how well we read. Pure. */
export function buttonCommand(text: string): ButtonCommand | undefined {
  const sentence = text.trim();
  const settle = /^mark (E-\d{1,15}) as (succeeded|failed)$/i.exec(sentence);
  if (settle?.[1]) {
    return {
      kind: "settle",
      executionId: settle[1].toUpperCase(),
      as: settle[2] === "failed" ? "failed" : "succeeded",
    };
  }
  const leave = /^leave (R-\d{1,15})$/i.exec(sentence);
  if (leave?.[1]) return { kind: "leave", runId: leave[1].toUpperCase() };
  const change = /^change (P-\d{1,15})$/i.exec(sentence);
  if (change?.[1]) return { kind: "change", questionId: change[1].toUpperCase() };
  const dryRun = /^dry run (P-\d{1,15})$/i.exec(sentence);
  if (dryRun?.[1]) return { kind: "dry-run", questionId: dryRun[1].toUpperCase() };
  const retry = /^retry (E-\d{1,15})$/i.exec(sentence);
  if (retry?.[1]) return { kind: "settle", executionId: retry[1].toUpperCase(), as: "retry" };
  for (const { pattern, intent } of BUTTONS) {
    const ref = pattern.exec(sentence)?.[1]?.toUpperCase();
    if (ref) return { kind: "frame", frame: { intent, outcome: "act", ref, spans: [], score: 1, said: ["ref"] } };
  }
  return undefined;
}
