import type { FrameQuery } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { describeTarget } from "./describe-target.ts";
import { sayMoment } from "./say-clock.ts";

/** What a list is of; `what` behind the noun: the work that ran. */
export interface Listing {
  readonly noun: "tasks" | "runs" | "executions" | "machines";
  readonly query: FrameQuery | undefined;
  readonly targets?: TargetSelector | undefined;
  readonly what?: string | undefined;
}

/** "the last 5 failed runs of anna on web-1 from 20 November 2026 at 18:00 to 21 November 2026", "my paused tasks". */
export function describeListing({ noun, query = {}, targets, what }: Listing): string {
  const { owner, status, last, task, agent } = query;
  return words([
    owner === "me" ? "my" : "the",
    last === undefined ? "" : `last ${last}`,
    status === undefined ? "" : sayStatus(status),
    noun,
    what === undefined ? "" : `of ${quoted(what)}`,
    owner === undefined || owner === "me" ? "" : `of ${owner}`,
    task === undefined ? "" : `of ${sayTask(task)}`,
    agent === undefined ? "" : `on ${agent}`,
    targets ? describeTarget(targets) : "",
    sayPeriod(query),
  ]);
}

/** In quotes that are not its own. */
const quoted = (what: string): string => (what.includes('"') ? `\`${what}\`` : `"${what}"`);

/** "from 27 November 2026 at 18:00 to 30 November 2026"; either end may be open. */
export function sayPeriod({ from, to }: Pick<FrameQuery, "from" | "to"> = {}): string {
  if (from === undefined) return to === undefined ? "" : `until ${sayMoment(to)}`;
  const begin = `from ${sayMoment(from)}`;
  return to === undefined ? begin : `${begin} to ${sayMoment(to)}`;
}

/** The parts that say something. */
export const words = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(" ");

/** "task 17", "task T-17" */
export const sayTask = (ref: string): string => `task ${ref}`;

const STATUS: Readonly<Record<string, string>> = {
  not_started: "unstarted",
  timed_out: "timed-out",
  succeeded: "successful",
};

/** A state as a word before what is in it. */
export const sayStatus = (status: string): string => STATUS[status] ?? status;
