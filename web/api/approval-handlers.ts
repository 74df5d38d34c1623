import type { ApprovalQueries, ApprovalView } from "../../core/approvals/approval-queries.ts";
import type { ApprovalService, Decided } from "../../core/approvals/approval-service.ts";
import type { ProtectionRequest, ProtectionService } from "../../core/approvals/protection-service.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Protection } from "../../core/model/approval.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Actor } from "../../core/model/user.ts";
import { hideSealed } from "../../core/secrets/hide-sealed.ts";
import type { Store } from "../../core/store/rows.ts";

import type { ApprovalDto } from "../contract/approval.ts";
import type { APPROVAL_ROUTES } from "../contract/routes/approval-routes.ts";
import type { ChatPort } from "./chat-port.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { taskRequest } from "./task-dto.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface ApprovalUseCases {
  readonly approvals: Pick<ApprovalService, "request" | "approve" | "refuse" | "withdraw" | "override">;
  readonly approvalQueries: Pick<ApprovalQueries, "get" | "list">;
  readonly protections: Pick<ProtectionService, "protect" | "lift">;
  readonly approvalDirectory: { protections(): readonly Protection[] };
}

interface Deps extends ApprovalUseCases {
  readonly store: Pick<Store, "write">;
  readonly chat: Pick<ChatPort, "get">;
}

export function approvalHandlers(deps: Deps): Handlers<keyof typeof APPROVAL_ROUTES> {
  const { approvalDirectory, approvalQueries, approvals, chat, protections, store } = deps;
  const shown = async (actor: Actor, id: string) => {
    const view = await approvalQueries.get(id);
    if (seesAll(actor) || view.approval.askerId === actor.userId) return approvalDto(actor, view);
    throw new OctopusError("approval.not-found", `There is no approval ${id} that you have to do with.`, { id });
  };
  return {
    "approval.list": async ({ actor, query }) => {
      const whose = seesAll(actor) ? {} : { askerId: actor.userId ?? "" };
      const filter = { ...whose, ...(query.state !== undefined && { state: query.state }) };
      const page = await approvalQueries.list(filter, pageRequest(query));
      return withoutUndefined({ items: page.items.map((view) => approvalDto(actor, view)), next: page.next });
    },
    "approval.show": async ({ actor, params }) => await shown(actor, params.id),
    "approval.ask": async ({ actor, body }) => {
      if (body.conversationId !== undefined) await chat.get(actor, body.conversationId);
      const work = { kind: "create", request: taskRequest(body) } as const;
      const { id } = await store.write((writer) => approvals.request(writer, actor, work));
      return await shown(actor, id);
    },
    "approval.approve": async ({ actor, body, params: { id } }) => {
      assertGranted(await store.write((writer) => approvals.approve(writer, actor, id, body.note)));
      return await shown(actor, id);
    },
    "approval.refuse": async ({ actor, body, params: { id } }) => {
      await store.write((writer) => approvals.refuse(writer, actor, id, body.note));
      return await shown(actor, id);
    },
    "approval.withdraw": async ({ actor, params: { id } }) => {
      await store.write((writer) => approvals.withdraw(writer, actor, id));
      return await shown(actor, id);
    },
    "approval.override": async ({ actor, body, params: { id } }) => {
      assertGranted(await store.write((writer) => approvals.override(writer, actor, id, body.reason)));
      return await shown(actor, id);
    },
    "protection.list": async () => ({ items: [...approvalDirectory.protections()] }),
    "protection.set": async ({ actor, body }) =>
      await store.write((writer) => protections.protect(writer, actor, body as ProtectionRequest)),
    "protection.lift": async ({ actor, params }) =>
      await store.write((writer) => protections.lift(writer, actor, params.id)),
  };
}

/** What others ask for is the business of those who could answer it. */
function seesAll(actor: Actor): boolean {
  return decideAccess(actor, { name: "approval.decide" }).allowed;
}

/** The yes came too late, or for something else by now: that is kept, and said. */
function assertGranted(decided: Decided): void {
  if (decided.kind === "granted") return;
  const { id, note } = decided.approval;
  const said = decided.kind === "expired" ? "has expired" : `is void, because ${note}`;
  throw new OctopusError("request.conflict", `${id} ${said}. Nothing was started; it can be asked for again.`, { id });
}

function approvalDto(actor: Actor, { approval, work }: ApprovalView): ApprovalDto {
  const { conversationId: _theirs, machines, reasons, ...rest } = approval;
  const own = actor.userId !== undefined && actor.userId === approval.askerId;
  const decides = decideAccess(actor, { name: "approval.decide" }).allowed;
  return withoutUndefined({
    ...rest,
    machines: machines.slice(0, 1_000).map(({ id, name }) => ({ id, name })),
    reasons: [...reasons],
    params: work && hideSealed(work.request.params),
    schedule: work?.request.schedule,
    mayAnswer: approval.state === "pending" && decides && !own,
    own,
  });
}
