import type { Actor } from "../../core/model/user.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import { pendingTable } from "../../core/store/tables/conversation-table.ts";
import { type FormValues, type PlanForm, planForm, readForm } from "./plan-form.ts";
import { type Asked, decodeAsked } from "./question-log.ts";
import { type RefusalForm, refusalForm } from "./refusal-form.ts";
import type { ConversationServices } from "./services.ts";

type Services = Pick<
  ConversationServices,
  "store" | "clock" | "catalog" | "plugins" | "saySchedule" | "approvalQueries"
>;

/** The plans that wait, as forms for whoever was asked. Reads only; a change is made by saying it in the conversation. */
export class PlanForms {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Undefined: there is no such question to this person that is still open and asks about work. */
  async open(actor: Actor, questionId: string, timeZone: string): Promise<PlanForm | undefined> {
    const found = await this.#find(actor, questionId);
    const world = found && (await formWorld(this.#services, found.asked, timeZone));
    return found && world && planForm(questionId, found.asked.frame, world);
  }

  /** What is wrong with each field; empty: it can be said. */
  async problems(actor: Actor, questionId: string, values: FormValues, timeZone: string): Promise<FormValues> {
    const found = await this.#find(actor, questionId);
    const world = found && (await formWorld(this.#services, found.asked, timeZone));
    if (!found || !world) return { where: `${questionId} cannot be changed any more. Close this and say it again.` };
    const read = readForm(found.asked.frame, values, world);
    return "errors" in read ? read.errors : {};
  }

  /** For somebody who may say no to that request; undefined where they may not, or nothing waits under that name. */
  async refusal(actor: Actor, approvalId: string): Promise<RefusalForm | undefined> {
    const { approvalQueries, clock } = this.#services;
    return await refusalForm({ approvalQueries, now: clock.now() }, actor, approvalId);
  }

  async #find(actor: Actor, id: string): Promise<{ readonly row: PendingRow; readonly asked: Asked } | undefined> {
    const { clock, store } = this.#services;
    const [row] = await store.select(pendingTable, { where: { id } });
    const isOpen = row?.kind === "confirm" && row.state === "open" && row.expires_at > clock.now();
    if (!row || !isOpen || row.user_id !== (actor.userId ?? "")) return undefined;
    const asked = decodeAsked(row);
    return asked.ok && asked.value.frame.intent === "task.create" ? { row, asked: asked.value } : undefined;
  }
}

/** What a form is read against; undefined: the action is gone. */
export async function formWorld(
  services: Pick<Services, "catalog" | "clock" | "plugins" | "saySchedule">,
  { frame }: Asked,
  timeZone: string,
) {
  const { catalog, clock, plugins, saySchedule } = services;
  const action = frame.action === undefined ? undefined : plugins.find(frame.action)?.action;
  return action && { action, catalog: await catalog.current(), timeZone, now: clock.now(), saySchedule };
}
