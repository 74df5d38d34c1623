import type { Approval } from "../../../core/model/approval.ts";
import type { Card, CardButton, CardFact } from "../../../core/model/card.ts";
import { sayInstant } from "../local-time.ts";

export interface ApprovalCardView {
  readonly approval: Approval;
  /** "Restart a service". */
  readonly title: string;
  /** What, where, when, how, how risky: of the plan that was asked for. */
  readonly facts: readonly CardFact[];
  /** Names of those who may say yes. */
  readonly approvers: readonly string[];
  /** Who looks: the person who asked, somebody who is asked, or somebody else who is told because nobody answered. */
  readonly viewer: "asker" | "approver" | "other";
  /** Whether who asked may do without a second person in an emergency. */
  readonly mayOverride: boolean;
  readonly timeZone: string;
  readonly now: number;
}

const NAMED = 5;

/** An approval as its state is now: with buttons while somebody can answer, with what became of it afterwards. Pure. */
export function approvalCard(view: ApprovalCardView): Card {
  const { approval } = view;
  if (approval.state === "pending") return view.viewer === "asker" ? waitingCard(view) : askingCard(view);
  return closedCard(view);
}

function waitingCard(view: ApprovalCardView): Card {
  const { approval, approvers, facts, mayOverride, timeZone, now } = view;
  const { id, expiresAt } = approval;
  const by = approvers.length === 0 ? "somebody" : sayAny(approvers);
  const until = `${sayInstant(expiresAt, timeZone, now)} (${timeZone})`;
  return {
    tone: "understood",
    headline: `${id} waits for approval by ${by} until ${until}`,
    lines: [
      saying(approval),
      ...(mayOverride ? [`If it cannot wait: "break glass ${id}, " and why. Everybody is told.`] : []),
      "Nothing runs before somebody says yes.",
    ],
    facts,
    buttons: [{ label: "Withdraw", say: `withdraw ${id}` }],
    id,
    link: "/approvals",
  };
}

function askingCard(view: ApprovalCardView): Card {
  const { approval, approvers, facts, title, timeZone, now, viewer } = view;
  const { askerName, expiresAt, id, machines, remindedAt, text } = approval;
  const again = remindedAt === undefined ? "" : "Reminder: ";
  const isOther = viewer === "other";
  const asks = isOther ? `Nobody has answered ${askerName} yet` : `${again}${askerName} asks for your approval`;
  const where = machines.length === 1 ? (machines[0]?.name ?? "") : `${machines.length} machines`;
  return {
    tone: "question",
    headline: `${asks}: ${title} on ${where}`,
    lines: [
      ...(text === "" ? [] : [`"${text}"`]),
      saying(approval),
      ...(isOther && approvers.length > 0 ? [`${sayAny(approvers)} could answer, and were asked directly.`] : []),
      `Answer until ${sayInstant(expiresAt, timeZone, now)} (${timeZone}): "approve ${id}", or "refuse ${id}, " and why.`,
    ],
    facts,
    buttons: answerButtons(approval),
    id,
    link: "/approvals",
  };
}

function answerButtons({ id, risk }: Approval): readonly CardButton[] {
  return [
    { label: "Approve", say: `approve ${id}`, style: risk === "destructive" ? "danger" : "primary" },
    { label: "Refuse…", say: `refuse ${id}` },
  ];
}

const saying = ({ reasons }: Approval): string => `It needs approval because ${reasons.join(", and ")}.`;

const TONES: Readonly<Record<Approval["state"], Card["tone"]>> = {
  pending: "question",
  approved: "success",
  overridden: "attention",
  refused: "failure",
  withdrawn: "info",
  expired: "attention",
  changed: "attention",
};

function closedCard(view: ApprovalCardView): Card {
  const { approval, facts, viewer } = view;
  const { askerName, id, note, state, text } = approval;
  const isGranted = state === "approved" || state === "overridden";
  const buttons = closedButtons(view);
  const asked = text === "" ? `Asked for by ${askerName}.` : `${askerName}: "${text}"`;
  const said = note === "" ? [] : [state === "changed" ? `Because ${note}.` : `"${note}"`];
  return {
    tone: TONES[state],
    headline: sayClosedApproval(view),
    lines: [...(viewer === "asker" ? [] : [asked]), ...said, isGranted ? sayMade(approval) : "Nothing was started."],
    facts,
    ...(buttons.length > 0 && { buttons }),
    id,
    link: "/approvals",
  };
}

function closedButtons({ approval: { id, runId, state, taskId }, viewer }: ApprovalCardView): readonly CardButton[] {
  const made = runId ?? taskId;
  if (made !== undefined) return [{ label: `Show ${made}`, say: `show ${made}` }];
  const isLost = state === "expired" || state === "changed" || state === "refused";
  return isLost && viewer === "asker" ? [{ label: "Ask again", say: `ask again ${id}` }] : [];
}

/** "A-3 was approved by grace at 14:58". Pure. */
export function sayClosedApproval({ approval, timeZone, now }: Omit<ApprovalCardView, "facts">): string {
  const { decidedAt = now, decidedByName = "", id, state } = approval;
  const at = sayInstant(decidedAt, timeZone, now);
  switch (state) {
    case "approved":
      return `${id} was approved by ${decidedByName} at ${at}`;
    case "overridden":
      return `${id} was let go by ${decidedByName} at ${at} without a second person`;
    case "refused":
      return `${id} was refused by ${decidedByName} at ${at}`;
    case "withdrawn":
      return `${id} was withdrawn at ${at}`;
    case "changed":
      return `${id} is void: something has changed since it was asked for`;
    case "expired":
      return `Nobody approved ${id} in time`;
    default:
      return `${id} waits for approval`;
  }
}

function sayMade({ result, runId, taskId }: Approval): string {
  if (runId === undefined) return `${taskId ?? "The task"} is as it was asked for.`;
  return result === undefined ? `${runId} was started by it, once.` : `${runId} ${result}.`;
}

/** "grace or ada", at most five. */
export function sayAny(names: readonly string[]): string {
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} or one of ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
