import type { Card } from "../../../core/model/card.ts";
import { sayInstant } from "../local-time.ts";

interface View {
  /** The last turn of the scheduler before it stopped. */
  readonly since: number;
  readonly isStopped: boolean;
  readonly timeZone: string;
  readonly now: number;
}

/** For administrators: that nothing scheduled starts, and when that is over. Pure. */
export function schedulerCard({ since, isStopped, timeZone, now }: View): Card {
  const began = sayInstant(since, timeZone, now);
  if (isStopped) {
    const lines = ["Nothing that is scheduled starts until it is at work again. The server's log says why."];
    return { tone: "failure", headline: `The scheduler has stopped at ${began}`, lines };
  }
  const lines = ['What was due meanwhile follows its rule for missed times; say "what was missed today" to see it.'];
  return { tone: "success", headline: `The scheduler is at work again; it had stopped at ${began}`, lines };
}
