import type { TargetSelector } from "../../core/model/target.ts";

const EVERYTHING = /\b(?:all|any\w*|each|every\w*|fleet)\b/i;

/**
 * Whether a sentence says of the place only what is left out of it: "but not on web-1". By itself that reads as all but
 * those; where the place is known otherwise, by the room or the task, it is that place without them. Pure.
 */
export function saysOnlyLeftOut({ include, exclude }: TargetSelector, text: string): boolean {
  return include.length === 1 && include[0] === "all" && exclude.length > 0 && !EVERYTHING.test(text);
}

/** The place without what is left out as well. Pure. */
export function withoutThese({ include, exclude }: TargetSelector, left: readonly string[]): TargetSelector {
  return { include, exclude: [...new Set([...exclude, ...left])] };
}
