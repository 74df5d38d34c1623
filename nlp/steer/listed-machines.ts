import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { wholePhrases } from "../text/whole-phrases.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";
import { verbsFor } from "./verbs.ts";

const VERBS = ["drain", "cordon", "disable", "quarantine", "enable", "undrain", "uncordon", "re-enable", "approve"];
const ASKED = wholePhrases(
  VERBS.map((verb): [string, string] => [
    `[please|ok|okay|now|and|then|so|just] [please|now|just] ${verb} [all of|all|both of|both] (them|these|those|the lot|(these|those|the) (machines|servers|ones|hosts|boxes)) [all] [please|now|thanks]`,
    verb,
  ]),
);

/** "drain them" after a list of machines: those of the list. */
export function listedMachines(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { lastList = [], lastQuestion } = draft.context;
  if (lastQuestion?.intent !== "agent.list" || tokens.length > 12) return undefined;
  const said = tokens.flatMap(({ kind, text }) => (kind === "comma" || kind === "stop" ? [] : [text])).join(" ");
  const [verb] = ASKED.find(said);
  const meant = verb === undefined ? [] : verbsFor([verb]);
  const intent = meant.find(({ intents }) => intents.machine)?.intents.machine;
  if (!intent) return undefined;
  const include = machinesOf(draft, lastList);
  if (include.length === 0)
    return steerFrame(draft, tokens, NOTHING_NAMED, intent, { outcome: "clarify", clarify: "target" });
  return steerFrame(draft, tokens, NOTHING_NAMED, intent, { targets: { include, exclude: [] }, confirm: true });
}

/** None where the list was one of something else. */
const machinesOf = ({ known }: Draft, list: readonly string[]): readonly string[] =>
  list.every((name) => known.agents.has(name.toLowerCase())) ? list.map((name) => `host:${name}`) : [];
