import type { Stage } from "../draft.ts";

/**
 * "but not on web-1" names no place, only what is left out of one: then `said` has `exclude` and not `targets`. The frame
 * means all but those, and whoever knows the place otherwise (the room, the task) means that place without them.
 */
export const sayLeftOut: Stage = (draft) => {
  const { frame } = draft;
  if (!frame?.said.includes("targets") || (frame.targets?.exclude ?? []).length === 0) return draft;
  // "same, but not on web-1": the place is that of before.
  const isChange = !frame.said.includes("action") && !frame.said.includes("intent");
  if (isChange && draft.context.lastFrame?.targets) return draft;
  const slots = frame.spans.map(({ slot }) => slot);
  if (!slots.includes("exclude") || slots.includes("targets")) return draft;
  const said = frame.said.map((slot) => (slot === "targets" ? "exclude" : slot));
  return { ...draft, frame: { ...frame, said } };
};
