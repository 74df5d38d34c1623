import type { types } from "@slack/bolt";
import type { PlanForm } from "../../../conversation/plan-form.ts";
import type { RefusalForm } from "../../../conversation/refusal-form.ts";
import { BUDGET, cut } from "./budgets.ts";

/** Names the views that are ours. */
export const CHANGE_VIEW = "change-plan";
export const ASK_VIEW = "ask";
export const REFUSE_VIEW = "refuse-request";
/** Both are Slack's own limits. */
const TITLE = 24;
const LABEL = 2_000;
const HINT = 150;
/** The one action of every input: what was written is found by its block. */
export const INPUT = "text";

/** Where the answer to a form belongs: the card with the button, and its room. From the home tab there is no card. */
export interface FormPlace {
  /** The plan that waits, or the request that is refused: "P-3", "A-3". */
  readonly questionId: string;
  readonly team: string;
  readonly room: string;
  readonly ts: string | undefined;
  readonly thread: string | undefined;
}

/** A plan as fields that can be written over. */
export function changeView({ fields, title }: PlanForm, place: FormPlace): types.ModalView {
  return {
    type: "modal",
    callback_id: CHANGE_VIEW,
    private_metadata: JSON.stringify(place),
    title: plain(cut(title, TITLE)),
    submit: plain("Read back"),
    close: plain("Leave it"),
    blocks: fields.map(({ name, label, value, hint, optional }) => ({
      type: "input",
      block_id: name,
      optional,
      label: plain(cut(label, LABEL)),
      element: {
        type: "plain_text_input",
        action_id: INPUT,
        ...(value !== "" && { initial_value: cut(value, BUDGET.modalInput) }),
        ...(hint !== undefined && { placeholder: plain(cut(hint, HINT)) }),
      },
    })),
  };
}

/** From the shortcuts menu, wherever somebody is: one line to say what shall be done. */
export function askView(): types.ModalView {
  const placeholder = plain("check disk space on all web servers");
  return {
    type: "modal",
    callback_id: ASK_VIEW,
    title: plain("Octopus"),
    submit: plain("Say it"),
    close: plain("Never mind"),
    blocks: [
      {
        type: "input",
        block_id: "say",
        label: plain("What shall be done?"),
        element: { type: "plain_text_input", action_id: INPUT, placeholder, max_length: 2_000, focus_on_load: true },
      },
    ],
  };
}

/** Why somebody's request is refused: one line that they are told. */
export function refuseView({ about, id, name }: RefusalForm, place: FormPlace): types.ModalView {
  return {
    type: "modal",
    callback_id: REFUSE_VIEW,
    private_metadata: JSON.stringify(place),
    title: plain(cut(`Refuse ${id}`, TITLE)),
    submit: plain("Refuse"),
    close: plain("Leave it open"),
    blocks: [
      { type: "section", text: plain(cut(about, LABEL)) },
      {
        type: "input",
        block_id: "why",
        label: plain(cut(`Why not? ${name} is told.`, LABEL)),
        element: {
          type: "plain_text_input",
          action_id: INPUT,
          placeholder: plain("too risky while the shop is busy"),
          max_length: 400,
          focus_on_load: true,
        },
      },
    ],
  };
}

function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
