import type { Frame } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";

/**
 * Whether a message says of the place only what is left out of it: "but not on web-1". By itself that means all but
 * those; where the place is known otherwise, by the room or the task, it is that place without them. Pure.
 */
export function saysOnlyLeftOut({ said }: Pick<Frame, "said">): boolean {
  return said.includes("exclude") && !said.includes("targets");
}

/** The place without what is left out as well. Pure. */
export function withoutThese({ include, exclude }: TargetSelector, left: readonly string[]): TargetSelector {
  return { include, exclude: [...new Set([...exclude, ...left])] };
}
