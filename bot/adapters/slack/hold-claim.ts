import type { CancelTimer, Clock } from "../../../core/kernel/clock.ts";

/** Whoever claimed something and is silent for so long has died; another server takes it over. */
export const CLAIM_MS = 20_000;
const RENEW_EVERY_MS = 5_000;

/** Does the work and renews its claim meanwhile. A claim that cannot be renewed runs out; the work goes on. */
export async function holdClaim<T>(
  { clock, renew }: { readonly clock: Clock; readonly renew: (until: number) => Promise<unknown> },
  work: () => Promise<T>,
): Promise<T> {
  let cancel: CancelTimer = () => undefined;
  let isOver = false;
  const arm = () => {
    if (isOver) return;
    cancel = clock.after(RENEW_EVERY_MS, () => {
      renew(clock.now() + CLAIM_MS).then(arm, arm);
    });
  };
  arm();
  try {
    return await work();
  } finally {
    isOver = true;
    cancel();
  }
}
