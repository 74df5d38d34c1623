import type { types } from "@slack/bolt";
import type { CardButton } from "../../../../core/model/card.ts";
import { BUDGET, cut } from "./budgets.ts";

/**
 * Buttons say a sentence of the conversation ("confirm P-311"): what they carry is the id of a question, never a plan.
 * Many choices become a menu. The block's id changes with every edit, so that a press tells which card was looked at.
 */
export function buttonsBlock(buttons: readonly CardButton[], blockId: string): readonly types.ActionsBlock[] {
  const usable = buttons.filter((button) => button.label !== "" && button.say !== "");
  if (usable.length === 0) return [];
  const fitsMenu = usable.every((button) => button.say.length <= BUDGET.optionValue);
  if (usable.length > BUDGET.buttonsInRow && fitsMenu) return [menu(usable, blockId)];
  const elements = usable.slice(0, 25).map(
    ({ label, say, style }, index): types.Button => ({
      type: "button",
      action_id: `say-${index}`,
      text: labelOf(label),
      value: cut(say, BUDGET.buttonValue),
      ...(style && { style }),
    }),
  );
  return [{ type: "actions", block_id: blockId, elements }];
}

function menu(buttons: readonly CardButton[], blockId: string): types.ActionsBlock {
  const options = buttons.slice(0, BUDGET.options).map(({ label, say }) => ({ text: labelOf(label), value: say }));
  const element: types.StaticSelect = {
    type: "static_select",
    action_id: "say-menu",
    placeholder: labelOf("Choose"),
    options,
  };
  return { type: "actions", block_id: blockId, elements: [element] };
}

function labelOf(text: string): types.PlainTextElement {
  return { type: "plain_text", text: cut(text, BUDGET.buttonLabel), emoji: false };
}
