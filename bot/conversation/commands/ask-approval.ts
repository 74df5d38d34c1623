import { type ApprovalWork, workHash } from "../../../core/approvals/approval-work.ts";
import type { ApprovalNeed } from "../../../core/model/approval.ts";
import type { Card } from "../../../core/model/card.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import type { User } from "../../../core/model/user.ts";
import { approvalView } from "../approval-views.ts";
import { approvalCard, sayAny } from "../replies/approval-card.ts";
import { type PlanView, planCard } from "../replies/plan-card.ts";
import { refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import type { Plan, Resolution, Turn } from "../turn.ts";

/**
 * A plan to ask another person, where the work needs that; undefined where it does not. What is asked for is read back
 * first, with why and whom: asking takes other people's time.
 */
export async function askApproval(
  turn: Turn,
  services: ConversationServices,
  view: PlanView,
  work: ApprovalWork,
): Promise<Resolution | undefined> {
  const { access } = view.preview;
  const need = access.allowed ? undefined : access.approval;
  if (!need) return undefined;
  const { actor } = turn.incoming;
  const approvers = await services.approvalQueries.approversFor(actor.userId ?? "");
  const mayOverride = decideAccess(actor, { name: "approval.override" }).allowed;
  if (approvers.length === 0 && !mayOverride) return await nobody(turn, services, need);
  const names = approvers.map(({ name }) => name);
  const plan: Plan = {
    hash: workHash(view.preview, work),
    reasons: need.reasons,
    readBack: (question) => askingCard(planCard(view, question), view.reasons, need, { ...question, names }),
    act: async (writer) => {
      const approval = await services.approvals.request(writer, actor, work);
      const shown = approvalView(services, { approval, work }, { ...turn, approvers: names, mayOverride });
      const card = approvalCard({ ...shown, viewer: "asker" });
      const asked = turn.frame.intent === "task.create" ? { lastFrame: turn.frame } : {};
      const context = { ...asked, lastApproval: approval.id, lastRun: undefined, lastTask: undefined };
      return { replies: [{ card, topic: `approval:${approval.id}` }], context };
    },
  };
  return { kind: "plan", plan };
}

/** The read-back of the plan, with a button that asks instead of one that does. */
function askingCard(
  card: Card,
  reasons: readonly string[],
  need: ApprovalNeed,
  { id, names, note }: { readonly id: string; readonly note?: string; readonly names: readonly string[] },
): Card {
  const who =
    names.length === 0
      ? "Nobody else could approve it. In an emergency you can ask and then break the glass, with a reason."
      : `${sayAny(names)} could approve it, not you.`;
  const [ask, ...others] = card.buttons ?? [];
  const [first = "", ...rest] = card.headline;
  return {
    ...card,
    headline: `Ask for approval to ${first.toLowerCase()}${rest.join("")}`,
    lines: [
      ...(note ? [note] : []),
      `It needs approval because ${need.reasons.join(", and ")}.`,
      ...(reasons.length > 0 ? [`Mind also: ${reasons.join(", and ")}.`] : []),
      who,
      `${id} is valid for 10 min.`,
    ],
    buttons: [...(ask ? [{ ...ask, label: "Ask for approval" }] : []), ...others],
  };
}

/** Refused, and told who could be given the role, by whom. */
async function nobody(turn: Turn, services: ConversationServices, need: ApprovalNeed): Promise<Resolution> {
  const all = await services.users.all();
  const others = all.filter(({ id, state }) => state === "active" && id !== turn.incoming.actor.userId);
  const lines = [`It needs approval because ${need.reasons.join(", and ")}.`, ...whoCouldBe(others)];
  const card = refusalCard("Nobody here could approve this, so nothing was started", lines);
  return { kind: "refuse", card, access: { allowed: false, rule: need.rule, why: need.reasons.join("; ") } };
}

function whoCouldBe(others: readonly User[]): readonly string[] {
  const able = others.filter(({ role }) => role === "operator" || role === "requester");
  const [first] = able;
  if (!first) return ["An administrator can add somebody with the role approver."];
  const names = sayAny(able.map(({ name }) => name));
  return [`An administrator could give ${names} the role: "make ${first.name} approver".`];
}
