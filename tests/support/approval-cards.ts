import { type ApprovalCardView, approvalCard } from "../../bot/conversation/replies/approval-card.ts";
import type { Approval } from "../../core/model/approval.ts";
import type { Card } from "../../core/model/card.ts";
import type { ApprovalId, ConversationId, RunId, UserId } from "../../core/model/ids.ts";
import { TEN } from "./conversation-world.ts";

const ASKED: Approval = {
  id: "A-3" as ApprovalId,
  state: "pending",
  askerId: "usr_rita" as UserId,
  askerName: "rita",
  conversationId: "cnv_1" as ConversationId,
  text: "restart nginx on web-1",
  action: "service.restart",
  risk: "change",
  machines: [{ id: "agt_web-1", name: "web-1" }],
  planHash: "7f3ab41c".repeat(8),
  reasons: ["changes on production need approval (web-1; G-1)"],
  createdAt: TEN,
  expiresAt: TEN + 30 * 60_000,
  remindedAt: undefined,
  escalatedAt: undefined,
  decidedAt: undefined,
  decidedById: undefined,
  decidedByName: undefined,
  note: "",
  taskId: undefined,
  runId: undefined,
  result: undefined,
};

function shown(viewer: ApprovalCardView["viewer"], change: Partial<Approval> = {}): Card {
  return approvalCard({
    approval: { ...ASKED, ...change },
    title: "Restart a service",
    facts: [
      { name: "What", value: "Restart a service (service.restart)" },
      { name: "Service", value: "nginx" },
      { name: "Where", value: "web-1" },
    ],
    approvers: ["gil", "grace"],
    viewer,
    mayOverride: false,
    timeZone: "Europe/Paris",
    now: TEN,
  });
}

const decided = { decidedAt: TEN + 60_000, decidedById: "usr_grace" as UserId, decidedByName: "grace" };

/** An approval as whoever asked, and whoever is asked, sees it. */
export const APPROVAL_CARDS: Readonly<Record<string, Card>> = {
  "approval-asked": shown("approver"),
  "approval-waits": shown("asker"),
  "approval-given": shown("asker", { state: "approved", ...decided, note: "ok, watch it", runId: "R-92" as RunId }),
  "approval-refused": shown("asker", { state: "refused", ...decided, note: "too risky" }),
};
