import type { ApprovalView } from "../../../core/approvals/approval-queries.ts";
import type { Decided } from "../../../core/approvals/approval-service.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { hashOf } from "../../../core/tasks/plan-hash.ts";
import type { ApprovalCommand } from "../approval-command.ts";
import { approvalView } from "../approval-views.ts";
import { sayInstant } from "../local-time.ts";
import { openApprovals } from "../open-approvals.ts";
import { approvalCard, sayClosedApproval } from "../replies/approval-card.ts";
import { doneCard, infoCard, questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { type Answer, answerWith, type Resolution, type Turn } from "../turn.ts";
import { askApproval } from "./ask-approval.ts";
import { refusePlan } from "./refuse-plan.ts";

const LISTED = 8;
const REASONS = ["too risky now", "wrong machines", "not needed any more"];

/** Carries out what somebody said about an approval. Undefined: it was about something else after all. */
export async function answerApproval(
  turn: Turn,
  services: ConversationServices,
  command: ApprovalCommand,
): Promise<Resolution | undefined> {
  if (command.verb === "list") return await list(turn, services);
  const meant = command.id ?? (await meantApproval(turn, services, command));
  if (typeof meant !== "string") return meant;
  return await about(meant, turn, services, command);
}

async function about(id: string, turn: Turn, services: ConversationServices, { note, verb }: ApprovalCommand) {
  const { approvals } = services;
  const { actor } = turn.incoming;
  switch (verb) {
    case "show":
      return answerWith(await cardOf(id, turn, services), { lastApproval: id });
    case "ask-again":
      return await askAgain(id, turn, services);
    case "refuse":
      if (note === "") return await askWhy(id, services);
      return act(id, turn, async (writer) => {
        const refused = await approvals.refuse(writer, actor, id, note);
        return doneAnswer(`You refused ${id}`, [`${refused.askerName} is told why. Nothing was started.`], id);
      });
    case "withdraw":
      return act(id, turn, async (writer) => {
        await approvals.withdraw(writer, actor, id);
        return doneAnswer(`${id} is withdrawn`, ["Nothing was started, and nobody is asked any more."], id);
      });
    case "override":
      if (note === "")
        return answerWith(questionCard(`Why can ${id} not wait?`, [], [`Say: break glass ${id}, and why.`]));
      return act(id, turn, async (writer) => decidedAnswer(turn, await approvals.override(writer, actor, id, note)));
    default:
      return act(id, turn, async (writer) => decidedAnswer(turn, await approvals.approve(writer, actor, id, note)));
  }
}

/** Nobody is asked whether they mean their yes: the service refuses what is not theirs to say. */
function act(id: string, turn: Turn, perform: (writer: Writer) => Promise<Answer>): Resolution {
  const hash = hashOf({ approval: id, text: turn.incoming.text });
  return { kind: "plan", plan: { hash, reasons: [], readBack: () => lateCard(id), act: perform } };
}

/** What was said long ago is not taken as a yes of this moment. */
const lateCard = (id: string) =>
  refusalCard(`That took long to arrive; say it again if ${id} is still what you want`, ["Nothing was started."]);

function decidedAnswer({ now, timeZone }: Turn, decided: Decided): Answer {
  const { approval } = decided;
  const { askerName, id, runId, taskId } = approval;
  if (decided.kind !== "granted") {
    const said = sayClosedApproval({
      approval,
      title: "",
      approvers: [],
      viewer: "approver",
      mayOverride: false,
      timeZone,
      now,
    });
    const why = decided.kind === "changed" ? [`Because ${approval.note}.`] : [];
    const lines = [...why, `Nothing was started. ${askerName} can ask again.`];
    return { replies: [{ card: infoCard(said, lines, { id }) }], context: { lastApproval: id } };
  }
  const verb = approval.state === "overridden" ? "You let it go" : "You approved";
  const what = runId === undefined ? `${taskId} is as it was asked for` : `${runId} has begun`;
  const card = doneCard(`${verb}: ${what}`, [`${id}, asked for by ${askerName}.`], {
    id,
    ...(runId !== undefined && { buttons: [{ label: `Show ${runId}`, say: `show ${runId}` }] }),
  });
  return { replies: [{ card }], context: { lastApproval: id, lastRun: runId, lastTask: taskId } };
}

function doneAnswer(headline: string, lines: readonly string[], id: string): Answer {
  return { replies: [{ card: doneCard(headline, lines, { id }) }], context: { lastApproval: id } };
}

/** A no without a reason helps nobody; one that is offered can be pressed. */
async function askWhy(id: string, services: ConversationServices): Promise<Resolution> {
  const { approval } = await services.approvalQueries.get(id);
  if (approval.state !== "pending") return answerWith(infoCard(`${id} is not open any more`));
  const buttons = REASONS.map((reason) => ({ label: reason, say: `refuse ${id}, ${reason}` }));
  const lines = [`Press one, or say: refuse ${id}, and why. ${approval.askerName} is told.`];
  return answerWith({ tone: "question", headline: `Why refuse ${id}?`, lines, buttons, id }, { lastApproval: id });
}

/** The same request, planned as the world is now; only by the person who asked. */
async function askAgain(id: string, turn: Turn, services: ConversationServices): Promise<Resolution> {
  const { approval, work } = await services.approvalQueries.get(id);
  if (approval.askerId !== turn.incoming.actor.userId) {
    return answerWith(refusalCard(`Only ${approval.askerName} can ask for ${id} again`));
  }
  if (approval.state === "pending") return answerWith(infoCard(`${id} still waits; there is no need to ask again`));
  if (!work || approval.state === "approved" || approval.state === "overridden") {
    return answerWith(infoCard(`${id} is done. Say the whole request again if you want it once more`));
  }
  const { conversationId, now, timeZone } = turn;
  const again = { ...work, request: { ...work.request, conversationId } };
  const preview = services.tasks.preview(turn.incoming.actor, again.request);
  const refusal = await refusePlan(turn, services, preview);
  if (refusal) return refusal;
  const when = again.request.schedule && services.saySchedule(again.request.schedule);
  const view = { preview, when, reasons: [], assumed: [`as ${id} was`], timeZone, now };
  const asking = await askApproval(turn, services, view, again);
  if (!asking) return answerWith(infoCard(`${id} needs nobody's approval any more. Say the whole request again`));
  // They have said that they want to ask.
  return asking.kind === "plan" ? { kind: "plan", plan: { ...asking.plan, reasons: [] } } : asking;
}

/** Those that a bare "approve" can mean: one whose card is here. Of several nobody guesses. */
async function meantApproval(turn: Turn, services: ConversationServices, { verb, note }: ApprovalCommand) {
  const { lastApproval } = turn.context;
  if (verb === "ask-again" && lastApproval !== undefined) return lastApproval;
  const { here, elsewhere } = await openApprovals(turn, services);
  const mine = turn.incoming.actor.userId;
  const isOwn = verb === "withdraw" || verb === "override";
  const suits = ({ approval }: ApprovalView) => !isOwn || approval.askerId === mine;
  const [only, second] = here.filter(suits);
  if (only && !second) return only.approval.id;
  const choices = second ? here.filter(suits) : elsewhere.filter(suits);
  if (choices.length === 0) return undefined;
  const remark = note === "" ? "" : `, ${note}`;
  const say = (id: string) => `${verb === "override" ? "break glass" : verb} ${id}${remark}`;
  const buttons = choices.slice(0, LISTED).map(({ approval: { id } }) => ({ label: id, say: say(id) }));
  const lines = choices.slice(0, LISTED).map(({ approval }) => lineOf(approval, services));
  const headline = second ? `${choices.length} requests wait here. Which one?` : "Which one do you mean?";
  return answerWith({ tone: "question", headline, lines: [...lines, "Nothing was started."], buttons });
}

async function list(turn: Turn, services: ConversationServices): Promise<Resolution> {
  const { now, timeZone } = turn;
  const { actor } = turn.incoming;
  const may = decideAccess(actor, { name: "approval.decide" }).allowed;
  const open = (await services.approvalQueries.pending(now)).map(({ approval }) => approval);
  const mine = open.filter(({ askerId }) => askerId === actor.userId);
  const others = may ? open.filter(({ askerId }) => askerId !== actor.userId) : [];
  const shown = [...others, ...mine];
  const [first] = others;
  if (shown.length === 0) return answerWith(infoCard("Nothing waits for approval", [], { link: "/approvals" }));
  const rows = shown.map((approval) => {
    const { askerName, expiresAt, id, machines, text } = approval;
    const names = machines.map(({ name }) => name).slice(0, 3);
    const where = machines.length > 3 ? `${machines.length} machines` : names.join(", ");
    return [id, askerName, text === "" ? approval.action : text, where, sayInstant(expiresAt, timeZone, now)];
  });
  const headline = `${others.length} ${others.length === 1 ? "request waits" : "requests wait"} for your approval`;
  const own = mine.length === 0 ? [] : [`${mine.length} of your own wait for somebody else.`];
  const card = {
    tone: others.length > 0 ? "question" : "info",
    headline,
    lines: own,
    table: { columns: ["Id", "Who", "What", "Where", "Until"], rows },
    ...(first && { buttons: [{ label: `Show ${first.id}`, say: `show ${first.id}` }] }),
    link: "/approvals",
  } as const;
  return answerWith(card, { lastList: shown.map(({ id }) => id) });
}

async function cardOf(id: string, turn: Turn, services: ConversationServices) {
  const view = await services.approvalQueries.get(id);
  const { actor } = turn.incoming;
  const approvers = (await services.approvalQueries.approversFor(view.approval.askerId)).map(({ name }) => name);
  const isOwn = view.approval.askerId === actor.userId;
  const mayOverride = isOwn && decideAccess(actor, { name: "approval.override" }).allowed;
  const decides = !isOwn && decideAccess(actor, { name: "approval.decide" }).allowed;
  const seen = approvalView(services, view, { ...turn, approvers, mayOverride });
  return approvalCard({ ...seen, viewer: decides ? "approver" : "asker" });
}

function lineOf({ action, askerName, id, machines, text }: ApprovalView["approval"], services: ConversationServices) {
  const what = text === "" ? (services.plugins.find(action)?.action.title ?? action) : `"${text}"`;
  return `${id}: ${askerName}, ${what}, ${machines.length} ${machines.length === 1 ? "machine" : "machines"}`;
}
