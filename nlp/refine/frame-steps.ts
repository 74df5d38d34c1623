import type { JsonObject } from "../../core/kernel/json.ts";
import type { FrameStep } from "../../core/model/frame.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import { type Clause, type Draft, mask } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { findActions } from "../match/find-actions.ts";
import { actionStream } from "../stages/streams.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";
import { misfit } from "./misfit.ts";
import { type Answering, stepCondition } from "./step-condition.ts";

/** What follows "then" and "if it fails"; undefined when one of them is not understood. */
export function stepsOf(
  draft: Draft,
  best: ActionCandidate,
  more: readonly FrameStep[],
): readonly FrameStep[] | undefined {
  const steps: FrameStep[] = [...more];
  let said: JsonObject = best.match.params;
  for (const clause of draft.clauses.slice(1)) {
    const before = steps.at(-1) ?? { action: best.action.name, params: best.match.params };
    const step = stepOf(draft, clause, said, before);
    const asked = clause.asks && stepCondition(clause.asks, answering(draft, best, steps));
    // A condition that nobody understands, or that nothing follows, must not be dropped.
    if (!step || (clause.asks && (step === "nothing" || !asked))) return undefined;
    if (step === "nothing") continue;
    steps.push(asked ? { ...step, if: asked } : step);
    said = { ...said, ...step.params };
  }
  return steps;
}

/** What may have answered before the next step, the nearest first. */
function answering({ known }: Draft, best: ActionCandidate, steps: readonly FrameStep[]): readonly Answering[] {
  const found = [...steps].reverse().flatMap(({ action: name, params }) => {
    const action = known.catalog.actions.find((one) => one.name === name);
    return action ? [{ action, params }] : [];
  });
  return [...found, { action: best.action, params: best.match.params }];
}

function stepOf(
  draft: Draft,
  clause: Clause,
  said: JsonObject,
  before: Pick<FrameStep, "action" | "params">,
): FrameStep | "nothing" | undefined {
  const { tokens, known } = draft;
  const outside = [
    ...draft.policy.used,
    ...draft.time.used,
    { from: 0, to: clause.from },
    { from: clause.to, to: tokens.length },
  ];
  const targets = findTargets(tokens, mask(tokens.length, outside), known);
  const stream = actionStream(draft, clause, targets.used);
  const words = stream.filter(({ kind, text }) => kind !== "stop" && kind !== "comma" && text !== "and");
  const elsewhere = [
    ...targets.include,
    ...words.flatMap(({ text }) => (known.agents.has(text) ? [`host:${text}`] : [])),
  ];
  if (words.length === elsewhere.length - targets.include.length) {
    if (elsewhere.length === 0) return isEvent(tokens, clause) ? undefined : "nothing";
    const thenThere = clause.when === "success" && tokens[clause.from - 1]?.text === "then";
    return thenThere
      ? { when: "success", ...before, targets: { include: elsewhere, exclude: targets.exclude } }
      : undefined;
  }
  const spoken = stream.filter((token) => !/^(?:it|that|them)$/.test(token.text));
  const all = [...findActions(stream, draft.message, known), ...findActions(spoken, draft.message, known)];
  const found = all.find((one) => one.score >= LEAST_STEP && isWhole(one, said, known));
  if (!found) return undefined;
  const params = withPronouns(found, said, known);
  const named = [...targets.include, ...found.hosts.map((token) => `host:${token.text}`)];
  const include = named.length === 0 && targets.same ? machineOf(before.params, known) : named;
  return {
    when: clause.when === "first" ? "success" : clause.when,
    action: found.action.name,
    params,
    ...(include.length > 0 && { targets: { include, exclude: targets.exclude } }),
  };
}

/** "restart nginx once the backup is through": what has to happen first, with nothing behind it to do then. */
function isEvent(tokens: readonly Token[], { from }: Clause): boolean {
  const before = tokens.slice(Math.max(0, from - LONGEST_EVENT), from).findLastIndex(({ text }) => EVENT.test(text));
  return before > 0 && before < LONGEST_EVENT - 2;
}

const LONGEST_EVENT = 8;
const EVENT = /^(?:once|when|soon|after)$/;

/** "ping db-1, then restart postgresql on it": the machine that the step before was about. */
function machineOf(params: JsonObject, known: CompiledCatalog): readonly string[] {
  const machines = Object.values(params).filter((value) => typeof value === "string" && known.agents.has(value));
  return machines.length === 1 ? [`host:${machines[0]}`] : [];
}

/** A step below this is not understood. */
const LEAST_STEP = 0.55;

function isWhole(one: ActionCandidate, said: JsonObject, known: CompiledCatalog): boolean {
  const params = withPronouns(one, said, known);
  const complete = one.action.params.required?.every((name) => params[name] !== undefined) ?? true;
  return complete && misfit(one.action, params) === undefined;
}

/** "stop nginx then start it": what is missing was said in the step before, under the same name. */
function withPronouns({ action, match }: ActionCandidate, said: JsonObject, known: CompiledCatalog): JsonObject {
  const missing = (action.params.required ?? []).filter((name) => match.params[name] === undefined);
  const inherited = missing.flatMap((name) => {
    const value = said[name] ?? serviceOf(action, name, said, known);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...match.params, ...Object.fromEntries(inherited) };
}

/** "upgrade nginx then restart it": the package that is also a service here. */
function serviceOf(action: ActionManifest, name: string, said: JsonObject, known: CompiledCatalog): string | undefined {
  if (action.params.properties[name]?.["x-slot"] !== "service") return undefined;
  const services = known.names.get("service");
  const names = Object.values(said)
    .flat()
    .filter((value): value is string => typeof value === "string" && services?.has(value.toLowerCase()) === true);
  return names.length === 1 ? names[0] : undefined;
}
