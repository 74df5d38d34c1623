import type { types } from "@slack/bolt";
import type { PlanForm } from "../../../conversation/plan-form.ts";
import { BUDGET, cut } from "./budgets.ts";

/** Names the views that are ours. */
export const CHANGE_VIEW = "change-plan";
export const ASK_VIEW = "ask";
/** Both are Slack's own limits. */
const TITLE = 24;
const LABEL = 2_000;
const HINT = 150;
/** The one action of every input: what was written is found by its block. */
export const INPUT = "text";

/** Where the answer to a form belongs: the card with the button, and its room. */
export interface FormPlace {
  readonly questionId: string;
  readonly team: string;
  readonly room: string;
  readonly ts: string;
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

function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
