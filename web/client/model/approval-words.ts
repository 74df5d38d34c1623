import type { ApprovalDto } from "../../contract/approval.ts";
import type { StateWords } from "./state-words.ts";

const WORDS: Readonly<Record<ApprovalDto["state"], StateWords>> = {
  pending: { word: "waits", tone: "warn", icon: "clock" },
  approved: { word: "approved", tone: "good", icon: "check" },
  overridden: { word: "glass broken", tone: "bad", icon: "warning" },
  refused: { word: "refused", tone: "bad", icon: "cross" },
  withdrawn: { word: "withdrawn", tone: "calm", icon: "minus" },
  expired: { word: "expired", tone: "calm", icon: "clock" },
  changed: { word: "void", tone: "calm", icon: "question" },
};

export function approvalState({ state }: Pick<ApprovalDto, "state">): StateWords {
  return WORDS[state];
}

/** "web-1, web-2 and 3 more". */
export function machinesText({ machines }: Pick<ApprovalDto, "machines">): string {
  const names = machines.slice(0, 4).map(({ name }) => name);
  const more = machines.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

/** Who ended it, and with what words: "grace: ok, watch it". */
export function decisionText({ decidedByName, note, state }: ApprovalDto): string | undefined {
  if (state === "pending" || state === "expired") return undefined;
  const by = decidedByName ?? "";
  return note === "" ? by : `${by}: ${note}`;
}

/** What waits for this person first, then what waits for others, then what is over; each as it came. */
export function inOrder(items: readonly ApprovalDto[]): readonly ApprovalDto[] {
  const rank = ({ mayAnswer, state }: ApprovalDto) => (mayAnswer ? 0 : state === "pending" ? 1 : 2);
  return [...items].sort((one, other) => rank(one) - rank(other));
}
