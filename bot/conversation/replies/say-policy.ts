import { describeMs, durationToMs } from "../../../core/kernel/duration.ts";
import type { Notify, Policy } from "../../../core/model/policy.ts";

function sayDuration(duration: string): string {
  const ms = durationToMs(duration);
  return ms === undefined ? duration : describeMs(ms);
}

/** How it runs, with the defaults that apply: "time out 1 min 0 s · no retry · skipped while the last one still runs". */
export function sayPolicy(policy: Policy, action: { readonly timeout: string }, scheduled: boolean): string {
  const parts = [`time out ${sayDuration(policy.timeout ?? action.timeout)}`, sayRetries(policy)];
  if (policy.pick !== undefined) parts.push(`on any ${policy.pick} of them`);
  if (policy.waitForMachine !== undefined) {
    parts.push(`waits up to ${sayDuration(policy.waitForMachine)} for a machine that is away`);
  }
  if (policy.dryRun) parts.push("dry run");
  if (policy.priority) parts.push(`${policy.priority} priority`);
  if (scheduled || policy.overlap !== undefined) parts.push(OVERLAP[policy.overlap ?? "skip"]);
  if (scheduled) {
    parts.push(sayMisfire(policy), ...sayTiming(policy));
  }
  for (const notify of policy.notify ?? []) parts.push(`tells ${sayWhom(notify)}: ${notify.on}`);
  return parts.join(" · ");
}

function sayWhom({ channel, user }: Notify): string {
  return channel ?? (user === undefined || user === "me" ? "whoever asked for it" : user);
}

const OVERLAP: Readonly<Record<NonNullable<Policy["overlap"]>, string>> = {
  allow: "may overlap",
  skip: "skipped while the last run is still under way",
  queue: "waits for the last run, if that is still under way (one run at most waits)",
  replace: "cancels the last run, if that is still under way, and starts when it is gone",
};

function sayRetries(policy: Policy): string {
  if (!policy.retries) return "no retry";
  const count = `${policy.retries} ${policy.retries === 1 ? "retry" : "retries"}`;
  return policy.retryDelay ? `${count} after ${sayDuration(policy.retryDelay)}` : count;
}

function sayMisfire({ misfire, lateLimit }: Policy): string {
  if (misfire === "skip") return "missed times are noted, not made up for";
  const window = lateLimit === undefined ? "" : ` within ${sayDuration(lateLimit)}`;
  return misfire === "all"
    ? `missed times are all made up for${window}`
    : `of missed times the last is made up for${window}`;
}

function sayTiming({ jitter, pauseAfter, calendar, skipDates = [], skipTimes = [] }: Policy): readonly string[] {
  const parts: string[] = [];
  if (jitter !== undefined) parts.push(`each up to ${sayDuration(jitter)} later, to spread the load`);
  if (pauseAfter) parts.push(`paused after ${pauseAfter} ${pauseAfter === 1 ? "failure" : "failures in a row"}`);
  if (calendar !== undefined) parts.push(`not on days of the calendar ${calendar}`);
  if (skipDates.length > 0) parts.push(`not on ${skipDates.length === 1 ? skipDates[0] : `${skipDates.length} dates`}`);
  if (skipTimes.length > 0) parts.push(`${skipTimes.length} due ${skipTimes.length === 1 ? "time" : "times"} skipped`);
  return parts;
}
