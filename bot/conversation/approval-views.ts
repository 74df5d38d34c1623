import type { ApprovalView } from "../../core/approvals/approval-queries.ts";
import { rolloutOf } from "../../core/executions/rollout.ts";
import type { CardFact } from "../../core/model/card.ts";
import { knownZone, sayDayAndTime } from "./local-time.ts";
import type { ApprovalCardView } from "./replies/approval-card.ts";
import { sayTaskStep } from "./replies/say-chain.ts";
import { sayMachines } from "./replies/say-machines.ts";
import { sayParams } from "./replies/say-params.ts";
import { sayPolicy } from "./replies/say-policy.ts";
import { rolloutFacts } from "./replies/say-rollout.ts";
import type { ConversationServices } from "./services.ts";

type Sources = Pick<ConversationServices, "plugins" | "saySchedule">;

interface Seen {
  readonly approvers: readonly string[];
  readonly mayOverride: boolean;
  readonly timeZone: string;
  readonly now: number;
}

/** An approval with what a card says of its plan: as it was asked for, not as it would be now. Pure. */
export function approvalView(
  { plugins, saySchedule }: Sources,
  { approval, work }: ApprovalView,
  { approvers, mayOverride, now, timeZone }: Seen,
): Omit<ApprovalCardView, "viewer"> {
  const action = plugins.find(approval.action)?.action;
  const request = work?.request;
  const zone = knownZone(timeZone);
  const { expiresAt, machines, planHash, risk } = approval;
  const names = machines.map(({ name }) => name);
  const rollout = request && rolloutOf(request.policy, names.length);
  const facts: CardFact[] = [
    { name: "What", value: action ? `${action.title} (${action.name})` : approval.action },
    ...(action && request ? sayParams(action, request.params) : []),
    { name: "Where", value: sayMachines(names) },
    ...(request && rollout ? rolloutFacts(rollout, names, request.policy) : []),
    ...(request?.then ?? []).map((step) => ({ name: "Then", value: sayTaskStep(step) })),
    { name: "When", value: request?.schedule ? saySchedule(request.schedule) : "once, when it is approved" },
    ...(action && request
      ? [{ name: "How", value: sayPolicy(request.policy, action, request.schedule !== undefined) }]
      : []),
    { name: "Risk", value: risk },
    { name: "Asked by", value: approval.askerName },
    { name: "Valid until", value: sayDayAndTime(expiresAt, zone, now) },
    { name: "Plan", value: planHash.slice(0, 8) },
  ];
  return { approval, title: action?.title ?? approval.action, facts, approvers, mayOverride, timeZone: zone, now };
}
