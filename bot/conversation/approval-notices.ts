import type { ApprovalView } from "../../core/approvals/approval-queries.ts";
import type { NoticePlace, NoticePlaces } from "../../core/channels/notice-places.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { Card } from "../../core/model/card.ts";
import type { User } from "../../core/model/user.ts";
import type { Reader, Writer } from "../../core/store/rows.ts";
import { conversationTable, messageTable } from "../../core/store/tables/conversation-table.ts";
import { approverTopic, ESCALATED, followUpTopic } from "./approval-topics.ts";
import { approvalView } from "./approval-views.ts";
import { decodeContext, encodeContext } from "./conversation-context.ts";
import type { MessageLog } from "./message-log.ts";
import { noticeThread } from "./notice-thread.ts";
import { plainCard } from "./plain-text.ts";
import { type ApprovalCardView, approvalCard } from "./replies/approval-card.ts";
import type { ConversationServices } from "./services.ts";

interface Deps
  extends Pick<
    ConversationServices,
    "approvalQueries" | "approvalRoom" | "escalations" | "users" | "plugins" | "saySchedule" | "clock"
  > {
  readonly reader: Reader;
  readonly randomness: Randomness;
  readonly places: Pick<NoticePlaces, "find"> | undefined;
  readonly messages: MessageLog;
}

/** A card for somebody who is asked, or who must notice how it ended. */
export interface ApprovalNotice {
  readonly topic: string;
  readonly card: Card;
  /** False: only what was told there before is corrected. */
  readonly isNew: boolean;
  readonly approvalId: string;
  /** Where it begins; or the conversation that it goes on in. */
  readonly at: NoticePlace | { readonly conversationId: string };
}

/**
 * Those who may say yes, each asked once, directly, and reminded once; whoever asked is told of an end that nothing else
 * shows. What was told is kept up to date, so that no button of what is over is left. Quiet hours do not hold it: it
 * would be over before they are.
 */
export class ApprovalNotices {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Reads only. */
  async of(view: ApprovalView): Promise<readonly ApprovalNotice[]> {
    const { approvalQueries, approvalRoom, places, users } = this.#deps;
    const { approval } = view;
    if (!places) return this.#toAsker(view);
    const approvers = await approvalQueries.approversFor(approval.askerId);
    const asked = new Set<string>(approvers.map(({ id }) => id));
    const others = (await users.all()).filter(({ id }) => !asked.has(id) && id !== approval.askerId);
    const notices: ApprovalNotice[] = [...this.#toAsker(view)];
    for (const person of [...approvers, ...others]) {
      const at = await places.find({ on: "always", user: "me" }, person.id);
      const key = person.id;
      if (at) notices.push(...this.#toApprover(view, { key, at, person, isAsked: asked.has(person.id), approvers }));
    }
    const room =
      approvalRoom === undefined ? undefined : await places.find({ on: "always", channel: approvalRoom }, "");
    if (room && approvalRoom !== undefined) {
      notices.push(...this.#toApprover(view, { key: approvalRoom, at: room, isAsked: true, approvers }));
    }
    return [...notices, ...(await this.#toOthers(view, approvers))];
  }

  /** Whoever is to be told where nobody answers; they may well be no approver, so it says who is. */
  async #toOthers(view: ApprovalView, approvers: readonly User[]): Promise<readonly ApprovalNotice[]> {
    const { approval } = view;
    const { conversationId, escalatedAt, id, state } = approval;
    if (escalatedAt === undefined) return [];
    const wanted = await this.#deps.escalations?.of(conversationId);
    const { afterMs: _waited, ...whom } = wanted ?? { afterMs: 0 };
    const at = await this.#deps.places?.find({ on: "always", ...whom }, "");
    if (!at) return [];
    const names = approvers.map(({ name }) => name);
    const card = this.#card(view, "other", names, undefined);
    return [{ approvalId: id, at, topic: approverTopic(id, ESCALATED), card, isNew: state === "pending" }];
  }

  #toApprover(
    view: ApprovalView,
    to: {
      readonly key: string;
      readonly at: NoticePlace;
      readonly person?: User;
      readonly isAsked: boolean;
      readonly approvers: readonly User[];
    },
  ): readonly ApprovalNotice[] {
    const { approval } = view;
    const { id, remindedAt, state } = approval;
    const isOpen = state === "pending";
    const names = to.approvers.map(({ name }) => name);
    const card = (shown: ApprovalView) => this.#card(shown, "approver", names, to.person?.timeZone);
    const first = { ...view, approval: { ...approval, remindedAt: undefined } };
    const { key, at, isAsked } = to;
    const common = { approvalId: id, at };
    const decider = approval.decidedById === to.person?.id;
    return [
      { ...common, topic: approverTopic(id, key), card: card(first), isNew: isOpen && isAsked },
      {
        ...common,
        topic: followUpTopic(id, key, "again"),
        card: card(view),
        isNew: isOpen && isAsked && remindedAt !== undefined,
      },
      {
        ...common,
        topic: followUpTopic(id, key, "told"),
        card: card(view),
        isNew: state === "overridden" && isAsked && !decider,
      },
    ];
  }

  /** Below the card, which somebody may not look at again. */
  #toAsker(view: ApprovalView): readonly ApprovalNotice[] {
    const { conversationId, id, state } = view.approval;
    if (conversationId === undefined) return [];
    const isNew = state === "expired" || state === "refused" || state === "changed";
    const card = this.#card(view, "asker", [], undefined);
    const { facts: _above, ...short } = card;
    return [{ approvalId: id, at: { conversationId }, topic: followUpTopic(id, "asker", "told"), card: short, isNew }];
  }

  #card(
    view: ApprovalView,
    viewer: ApprovalCardView["viewer"],
    approvers: readonly string[],
    zone: string | undefined,
  ): Card {
    const now = this.#deps.clock.now();
    const seen = { approvers, mayOverride: false, timeZone: zone ?? "UTC", now };
    return approvalCard({ ...approvalView(this.#deps, view, seen), viewer });
  }

  /** In the unit: what was let go is what "why" and "retry the failed ones" mean where it was asked for. */
  async follow(writer: Writer, { approval }: ApprovalView): Promise<void> {
    const { conversationId, id, runId, taskId } = approval;
    if (conversationId === undefined || taskId === undefined) return;
    const [row] = await writer.select(conversationTable, { where: { id: conversationId } });
    const context = decodeContext(row?.context);
    // Something else was asked for there meanwhile: that is what they talk about now.
    if (!row || !context.ok || context.value.lastApproval !== id || context.value.lastTask !== undefined) return;
    const made = { ...context.value, lastTask: taskId, ...(runId !== undefined && { lastRun: runId }) };
    const where = { id: conversationId, updated_at: row.updated_at };
    const now = this.#deps.clock.now();
    const change = { context: encodeContext(made), updated_at: Math.max(now, row.updated_at + 1) };
    // Somebody said something there in this moment, at another server perhaps: this is told again a moment later.
    if ((await writer.update(conversationTable, where, change)) === 0) throw new Error("the conversation has gone on");
  }

  /** In the unit. */
  async tell(writer: Writer, notice: ApprovalNotice, now: number): Promise<void> {
    const { messages, randomness } = this.#deps;
    const { approvalId, at, card, isNew, topic } = notice;
    const [told] = await writer.select(messageTable, { where: { topic }, limit: 1 });
    if (told) {
      if (canonicalJson(told.card) !== canonicalJson(plainCard(card)))
        await messages.edit(writer, told.id, { card }, now);
      return;
    }
    if (!isNew) return;
    if ("conversationId" in at) return void (await messages.post(writer, at.conversationId, { card, topic }, now));
    const { channel, base, userId } = at;
    const thread = { channel, base, userId, name: approvalId, title: `Approval ${approvalId}` };
    const id = await noticeThread(writer, randomness, { ...thread, context: { lastApproval: approvalId } }, now);
    await messages.post(writer, id, { card, topic }, now);
  }
}
