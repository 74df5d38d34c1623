import type { HeldAttempt } from "./held-attempt.ts";
import { isActive } from "./held-attempt.ts";
import type { Refusal } from "./ports.ts";

export type OfferPlan =
  | { readonly do: "accept" }
  | { readonly do: "want-again" }
  | { readonly do: "resend" }
  | { readonly do: "ignore" }
  /** An older attempt of the execution is still alive here: end it first, the offer comes again. */
  | { readonly do: "end-older"; readonly older: HeldAttempt }
  | { readonly do: "refuse"; readonly refusal: Refusal };

interface Load {
  readonly draining: boolean;
  readonly concurrency: number;
  readonly spoolFull: boolean;
}

/** What to do with an offer, given what is held. */
export function planOffer(
  offer: { readonly execution: string; readonly attempt: number },
  held: readonly HeldAttempt[],
  load: Load,
): OfferPlan {
  const same = held.filter((other) => other.key.execution === offer.execution);
  const known = same.find((other) => other.key.attempt === offer.attempt);
  if (known) return planKnown(known);
  if (same.some((other) => other.key.attempt > offer.attempt)) return { do: "ignore" };
  const older = same.find(isActive);
  if (older) return { do: "end-older", older };
  if (load.draining) return refuse("draining", "This machine is draining and takes no new work.");
  if (load.spoolFull)
    return refuse("busy", "The agent's spool is full; it takes no new work until results are fetched.");
  if (held.filter(isActive).length >= load.concurrency) {
    return refuse("busy", `This machine already holds ${load.concurrency} attempts, which is its limit.`);
  }
  return { do: "accept" };
}

function planKnown(known: HeldAttempt): OfferPlan {
  if (known.phase === "finished") return { do: "resend" };
  return known.phase === "accepted" ? { do: "want-again" } : { do: "ignore" };
}

function refuse(kind: Refusal["kind"], reason: string): OfferPlan {
  return { do: "refuse", refusal: { kind, reason } };
}
