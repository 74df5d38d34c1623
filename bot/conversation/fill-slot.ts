import type { Json } from "../../core/kernel/json.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import type { Asked } from "./question-log.ts";

/** Answers to a question are short; anything longer is a new message. */
const LONGEST_ANSWER = 200;

/** The asked frame with the answer in the missing slot. `exact`: it is one of the answers that were offered. Pure. */
export function fillSlot(
  asked: Asked,
  text: string,
  catalog: Catalog,
): { readonly frame: Frame; readonly exact: boolean } | undefined {
  const answer = text.trim();
  const { frame, slot } = asked;
  if (answer === "" || answer.length > LONGEST_ANSWER || slot === undefined) return undefined;
  const option = frame.options?.find((one) => one.toLowerCase() === answer.toLowerCase());
  const exact = option !== undefined;
  if (slot === "target") {
    const term = targetTermOf(option ?? answer, catalog);
    return term
      ? { frame: complete(frame, { targets: { include: [term], exclude: frame.targets?.exclude ?? [] } }), exact }
      : undefined;
  }
  const action = catalog.actions.find((one) => one.name === frame.action);
  const schema = action?.params.properties[slot];
  if (!schema) return undefined;
  const value = typed(schema.type, option ?? answer);
  return value === undefined
    ? undefined
    : { frame: complete(frame, { params: { ...frame.params, [slot]: value } }), exact };
}

function complete(frame: Frame, change: Partial<Frame>): Frame {
  const { clarify: _asked, options: _offered, ...rest } = frame;
  return { ...rest, ...change, outcome: "act" };
}

/** The term for a machine, a label or all of them, by its name; undefined where nothing is called so. */
export function targetTermOf(answer: string, catalog: Catalog): string | undefined {
  const word = answer.toLowerCase().replace(/^on /, "");
  if (/^(all|all \d+|everywhere|all of them|every machine)$/.test(word)) return "all";
  if (catalog.agents.some((agent) => agent.name === word)) return `host:${word}`;
  return catalog.agents.some((agent) => agent.labels.includes(word)) ? `label:${word}` : undefined;
}

/** A text as a value of this JSON type; undefined where it is none. */
export function typed(type: string, text: string): Json | undefined {
  if (type === "string") return text;
  if (type === "boolean")
    return /^(yes|true|on)$/i.test(text) ? true : /^(no|false|off)$/i.test(text) ? false : undefined;
  if (type === "array") return text.split(/[\s,]+/).filter((part) => part !== "");
  const number = Number(text.replace(/%$/, ""));
  return Number.isFinite(number) && (type === "number" || Number.isInteger(number)) ? number : undefined;
}
