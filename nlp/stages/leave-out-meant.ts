import type { Frame } from "../../core/model/frame.ts";
import type { Draft, Stage } from "../draft.ts";

const REST = /^(?:other|others|remaining)$/;
const BETWEEN = /^(?:all|the|of|two|three|four|\d+)$/;

/** "the other web servers": all of them but those that were meant last; never also those. */
export const leaveOutMeant: Stage = (draft) => {
  const { frame } = draft;
  if (frame?.intent !== "task.create" || frame.outcome === "ignore" || !saysOthers(draft)) return draft;
  return { ...draft, frame: withoutMeant(frame, draft.context.lastFrame) };
};

/** Before a group, or in it: "on the other web servers", "on the remaining two". */
function saysOthers({ tokens, targets }: Draft): boolean {
  return targets.used.some(({ from, to }) => {
    let before = from - 1;
    while (before >= 0 && BETWEEN.test(tokens[before]?.text ?? "")) before -= 1;
    const inside = tokens.slice(from, to).some(({ text }) => REST.test(text));
    return inside || REST.test(tokens[before]?.text ?? "");
  });
}

function withoutMeant(frame: Frame, last: Frame | undefined): Frame {
  const { include = [], exclude = [] } = frame.targets ?? {};
  if (include.length === 0 || exclude.length > 0) return frame;
  const meant = last?.targets?.include ?? [];
  if (meant.length === 0) return { ...frame, outcome: "clarify", clarify: "target" };
  return { ...frame, targets: { include, exclude: meant.filter((term) => !include.includes(term)) } };
}
