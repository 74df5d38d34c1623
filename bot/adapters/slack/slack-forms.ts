import { type Decoded, validator } from "../../../core/kernel/validator.ts";
import type { Actor } from "../../../core/model/user.ts";
import type { FormValues, PlanForm } from "../../conversation/plan-form.ts";
import type { RefusalForm } from "../../conversation/refusal-form.ts";
import type { SlackBody } from "./receive/slack-body.ts";
import {
  ASK_VIEW,
  askView,
  CHANGE_VIEW,
  changeView,
  type FormPlace,
  INPUT,
  REFUSE_VIEW,
  refuseView,
} from "./render/change-view.ts";
import { SlackFailure } from "./slack-failure.ts";
import type { SlackPeople } from "./slack-people.ts";
import { SLACK, type SlackLinks } from "./slack-ports.ts";
import type { SlackWeb } from "./slack-web.ts";
import { addressOf, type Said } from "./translate/said.ts";

interface Deps {
  readonly people: SlackPeople;
  readonly links: SlackLinks;
  readonly web: Pick<SlackWeb, "openView">;
  readonly forms: {
    open(actor: Actor, questionId: string, timeZone: string): Promise<PlanForm | undefined>;
    refusal(actor: Actor, approvalId: string): Promise<RefusalForm | undefined>;
    problems(actor: Actor, questionId: string, values: FormValues, timeZone: string): Promise<FormValues>;
  };
  readonly timeZone: string;
}

/** What somebody wrote into a form, said in the conversation that it belongs to. */
export interface SaidInForm {
  readonly said: Said;
  readonly form?: { readonly questionId: string; readonly values: FormValues };
}

const CHANGE = /^change (P-\d{1,15})$/i;
const REFUSE = /^refuse (A-\d{1,15})$/i;

/** Forms: the plan that waits as fields, the reason of a no, and one line to say something from wherever one is. */
export class SlackForms {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether a form was opened for this press; false: it is said as the sentence that it stands for. */
  async opens(said: Said, trigger: string | undefined): Promise<boolean> {
    if (trigger === undefined) return false;
    const refused = REFUSE.exec(said.text)?.[1]?.toUpperCase();
    if (refused !== undefined) return await this.#asksWhy(said, trigger, refused);
    const questionId = CHANGE.exec(said.text)?.[1]?.toUpperCase();
    if (questionId === undefined || said.about === undefined) return false;
    const who = await this.#who(said.team, said.person);
    const form = who && (await this.#deps.forms.open(who.actor, questionId, who.timeZone));
    if (!form) return false;
    return await this.#opened(trigger, changeView(form, placeFor(said, questionId)));
  }

  async #asksWhy(said: Said, trigger: string, approvalId: string): Promise<boolean> {
    const who = await this.#who(said.team, said.person);
    const form = who && (await this.#deps.forms.refusal(who.actor, approvalId));
    return form !== undefined && (await this.#opened(trigger, refuseView(form, placeFor(said, approvalId))));
  }

  /** From the shortcuts menu. */
  async ask(trigger: string | undefined): Promise<void> {
    if (trigger !== undefined) await this.#opened(trigger, askView());
  }

  /** What is wrong with what was written, by field, before Slack is told that it was taken; empty: nothing. */
  async problems(body: SlackBody): Promise<FormValues> {
    const place = body.view?.callback_id === CHANGE_VIEW ? placeOf(body) : undefined;
    const team = body.user?.team_id ?? body.team?.id;
    if (!place || team === undefined || body.user?.id === undefined) return {};
    const who = await this.#who(team, body.user.id);
    if (!who) return {};
    return await this.#deps.forms.problems(who.actor, place.questionId, valuesOf(body), who.timeZone);
  }

  async #who(team: string, person: string): Promise<{ readonly actor: Actor; readonly timeZone: string } | undefined> {
    const known = await this.#deps.people.look(team, person);
    const actor = known.ok ? await this.#deps.links.actorFor({ channel: SLACK, team, person }) : undefined;
    return actor && known.ok ? { actor, timeZone: known.timeZone ?? this.#deps.timeZone } : undefined;
  }

  /** Slack takes a trigger for three seconds; after that, or without the right, everything can still be typed. */
  async #opened(trigger: string, view: Parameters<SlackWeb["openView"]>[1]): Promise<boolean> {
    try {
      await this.#deps.web.openView(trigger, view);
      return true;
    } catch (error) {
      if (error instanceof SlackFailure) return false;
      throw error;
    }
  }
}

/** What a submitted form says; undefined for forms that are not ours. Pure. */
export function saidInForm(body: SlackBody): SaidInForm | undefined {
  const { user, view } = body;
  const home = body.team?.id ?? user?.team_id;
  if (!user?.id || !home) return undefined;
  const who = { team: user.team_id ?? home, person: user.id, addressed: true, saidAt: undefined };
  const values = valuesOf(body);
  if (view?.callback_id === ASK_VIEW) {
    const room = `@${user.id}`;
    const address = addressOf(home, room, `command:${view.id ?? ""}`);
    const text = (values["say"] ?? "").trim();
    return text === ""
      ? undefined
      : { said: { ...who, room, thread: undefined, direct: true, address, about: undefined, text } };
  }
  const place = [CHANGE_VIEW, REFUSE_VIEW].includes(view?.callback_id ?? "") ? placeOf(body) : undefined;
  if (!place) return undefined;
  const { questionId, room, thread, ts } = place;
  const direct = room.startsWith("D") || room.startsWith("@");
  const said = { ...who, room, thread, direct, address: addressOf(home, room, thread), about: ts };
  if (view?.callback_id === REFUSE_VIEW) return { said: { ...said, text: refusing(questionId, values["why"]) } };
  return { said: { ...said, text: `change ${questionId}` }, form: { questionId, values } };
}

/** Without a reason it is said as the button would have said it, and asked about in words. */
function refusing(id: string, why = ""): string {
  return why.trim() === "" ? `refuse ${id}` : `refuse ${id}, ${why.trim()}`;
}

function placeFor({ about: ts, address, room, thread }: Said, questionId: string): FormPlace {
  return { questionId, team: address.split("/")[0] ?? "", room, ts, thread };
}

const id = { type: "string", pattern: "^[A-Za-z0-9_.:@-]{1,100}$" };
const decodePlace: (value: unknown) => Decoded<FormPlace> = validator<FormPlace>({
  type: "object",
  required: ["questionId", "team", "room"],
  properties: { questionId: { type: "string", pattern: "^[AP]-[0-9]{1,15}$" }, team: id, room: id, ts: id, thread: id },
});

/** What we have written into the form ourselves; anything else is taken for nothing. */
function placeOf({ view }: SlackBody): FormPlace | undefined {
  try {
    const decoded = decodePlace(JSON.parse(view?.private_metadata ?? "null"));
    return decoded.ok ? decoded.value : undefined;
  } catch {
    return undefined;
  }
}

function valuesOf({ view }: SlackBody): FormValues {
  const fields = Object.entries(view?.state?.values ?? {});
  return Object.fromEntries(fields.map(([name, inputs]) => [name, String(inputs[INPUT]?.value ?? "")]));
}
