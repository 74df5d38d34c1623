import type { JsonObject } from "../../core/kernel/json.ts";
import type { StepCondition } from "../../core/model/condition.ts";
import type { ActionManifest, Measure } from "../../core/plugin-api/manifest.ts";
import type { AskedValue } from "../stages/asked-value.ts";

/** Something that was asked for before: its plugin knows what its values are called. */
export interface Answering {
  readonly action: ActionManifest;
  readonly params: JsonObject;
}

/**
 * Which value of an answer is meant, by the words of its plugin; `before`: what may have answered, the nearest first.
 * Undefined where no answer has what was named, or "it" could be several: then nobody knows what was asked. Pure.
 */
export function stepCondition(asked: AskedValue, before: readonly Answering[]): StepCondition | undefined {
  for (const one of before) {
    const [meant, other] = meantOf(one, asked);
    if (meant) return other ? undefined : { field: meant.field, is: asked.is, value: asked.value };
  }
  return undefined;
}

function meantOf({ action: { measures = [] }, params }: Answering, { subject, unit }: AskedValue): readonly Measure[] {
  const fitting = measures.filter((measure) => unit === "" || unit === measure.unit);
  if (subject !== "") return fitting.filter((measure) => isCalled(measure, subject));
  // "check the memory, if it is over 80 %"
  const said = Object.values(params).flat().map(String);
  const named = fitting.filter((measure) => said.some((word) => isCalled(measure, word)));
  return named.length > 0 ? named : fitting;
}

const isCalled = ({ title, words = [] }: Measure, name: string): boolean => title === name || words.includes(name);
