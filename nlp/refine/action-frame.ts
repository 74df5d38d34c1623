import type { JsonObject } from "../../core/kernel/json.ts";
import type { Frame, FrameStep } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { type ActionManifest, riskOf } from "../../core/plugin-api/manifest.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import { type Clause, type Draft, mask } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { findActions } from "../match/find-actions.ts";
import type { PhraseMatch } from "../match/match-phrase.ts";
import { assumedOf } from "../stages/follow-up.ts";
import { actionStream } from "../stages/streams.ts";
import { findTargets } from "../target/find-targets.ts";
import { misfit } from "./misfit.ts";
import { spansOf } from "./spans.ts";

/** A value below this quality is a guess. */
const SURE = 0.9;

/** Something missing is asked for, which is no guess. */
const isGuess = (match: PhraseMatch): boolean => match.missing === undefined && match.quality < SURE;

/** The frame of a request for work. */
export function actionFrame(draft: Draft, best: ActionCandidate): Frame {
  const { action, match } = best;
  const targets = targetsOf(draft, best);
  const steps = stepsOf(draft, best);
  const wrong = misfit(action, match.params);
  const params = without(match.params, wrong);
  const policy = { ...draft.policy.policy, ...(draft.targets.pick && { pick: draft.targets.pick }) };
  const guessed = draft.repaired.length > 0 || isGuess(match) || best.unexplained.length > 0;
  const works = [
    { risk: riskOf(action, params), targets },
    ...(steps ?? []).map((step) => ({ risk: stepRisk(draft, step), targets: step.targets ?? targets })),
  ];
  const confirm = works.some((work) => mustConfirm({ ...work, guessed }));
  const { schedule } = draft.schedule;
  const asked =
    wrong === undefined ? askFor(draft, best, steps) : { clarify: wrong, ...optionsFor(draft, action, wrong) };
  return {
    intent: "task.create",
    outcome: asked ? "clarify" : "act",
    action: action.name,
    params,
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(Object.keys(policy).length > 0 && { policy }),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    ...(steps && steps.length > 0 && { then: steps }),
    ...(confirm && { confirm }),
    ...asked,
    spans: spansOf(draft, best),
    score: Math.round(best.score * 100) / 100,
    said: [
      "action",
      ...Object.keys(params),
      ...(targets ? ["targets"] : []),
      ...(schedule ? ["schedule"] : []),
      ...Object.keys(policy),
    ],
    ...assumedWith(draft, best, wrong),
  };
}

function without(params: JsonObject, name: string | undefined): JsonObject {
  if (name === undefined) return params;
  const { [name]: _wrong, ...fitting } = params;
  return fitting;
}

function assumedWith(
  draft: Draft,
  best: ActionCandidate,
  wrong: string | undefined,
): { readonly assumed?: readonly string[] } {
  const assumed = [...(assumedOf(draft).assumed ?? []), ...(draft.targets.assumed ?? [])];
  const left = best.unexplained.map((token) => token.raw).join(" ");
  const notes = [
    ...(left === "" ? [] : [`I left out: ${left}`]),
    ...(wrong === undefined ? [] : [`${JSON.stringify(best.match.params[wrong])} cannot be the ${wrong}`]),
  ];
  const all = [...assumed, ...notes];
  return all.length > 0 ? { assumed: all } : {};
}

function targetsOf(draft: Draft, best: ActionCandidate): TargetSelector | undefined {
  const hosts = best.hosts.map((token) => `host:${token.text}`);
  const include = [...new Set([...draft.targets.include, ...hosts])];
  const { exclude, same } = draft.targets;
  if (include.length === 0 && same && draft.targets.pick !== 0) return draft.context.lastFrame?.targets;
  return include.length + exclude.length === 0 ? undefined : { include, exclude };
}

/** Missing or unclear: what to ask, with choices from the catalog. */
function askFor(
  draft: Draft,
  best: ActionCandidate,
  steps: readonly FrameStep[] | undefined,
): Pick<Frame, "clarify" | "options"> | undefined {
  const { action, match } = best;
  const missing = missingParam(action, match.params);
  if (missing !== undefined) return { clarify: missing, ...optionsFor(draft, action, missing) };
  const { include, same } = draft.targets;
  if (include.length === 0 && same === "needed" && targetsOf(draft, best) === undefined) return { clarify: "target" };
  if (draft.schedule.unclear) return { clarify: "schedule" };
  if (!steps) return { clarify: "action" };
  return undefined;
}

/** A required parameter that was not said; of several of which one is enough, the first. */
function missingParam({ params: { required = [], ...schema } }: ActionManifest, said: JsonObject): string | undefined {
  const always = required.find((name) => said[name] === undefined);
  if (always !== undefined || !Array.isArray(schema["anyOf"])) return always;
  const ways = (schema["anyOf"] as readonly { readonly required?: readonly string[] }[]).map(
    (way) => way.required ?? [],
  );
  return ways.some((way) => way.every((name) => said[name] !== undefined)) ? undefined : ways[0]?.[0];
}

const MOST_OPTIONS = 20;

function optionsFor(draft: Draft, action: ActionManifest, name: string): { readonly options?: readonly string[] } {
  const schema = action.params.properties[name];
  const { catalog } = draft.known;
  const allowed = schema?.["enum"];
  const slot = schema?.["x-slot"];
  const options = Array.isArray(allowed)
    ? allowed.map(String)
    : slot === "service"
      ? catalog.services
      : slot === "host" || slot === "agent"
        ? catalog.agents.map((agent) => agent.name)
        : [];
  return options.length > 0 ? { options: options.slice(0, MOST_OPTIONS) } : {};
}

function stepRisk(draft: Draft, step: FrameStep) {
  const action = draft.known.catalog.actions.find((one) => one.name === step.action);
  return action ? riskOf(action, step.params) : "change";
}

/** What follows "then" and "if it fails"; undefined when one of them is not understood. */
function stepsOf(draft: Draft, best: ActionCandidate): readonly FrameStep[] | undefined {
  const steps: FrameStep[] = [];
  let said: JsonObject = best.match.params;
  for (const clause of draft.clauses.slice(1)) {
    const step = stepOf(draft, clause, said);
    if (step === "nothing") continue;
    if (!step) return undefined;
    steps.push(step);
    said = { ...said, ...step.params };
  }
  return steps;
}

function stepOf(draft: Draft, clause: Clause, said: JsonObject): FrameStep | "nothing" | undefined {
  const { tokens, known } = draft;
  const outside = [
    ...draft.policy.used,
    ...draft.time.used,
    { from: 0, to: clause.from },
    { from: clause.to, to: tokens.length },
  ];
  const targets = findTargets(tokens, mask(tokens.length, outside), known);
  const stream = actionStream(draft, clause, targets.used);
  if (stream.filter((token) => token.kind !== "stop" && token.kind !== "comma").length === 0) return "nothing";
  const spoken = stream.filter((token) => !/^(?:it|that|them)$/.test(token.text));
  const all = [...findActions(stream, draft.message, known), ...findActions(spoken, draft.message, known)];
  const found = all.find((one) => one.score >= LEAST_STEP && isWhole(one, said));
  if (!found) return undefined;
  const params = withPronouns(found, said);
  const include = [...targets.include, ...found.hosts.map((token) => `host:${token.text}`)];
  return {
    when: clause.when === "first" ? "success" : clause.when,
    action: found.action.name,
    params,
    ...(include.length > 0 && { targets: { include, exclude: targets.exclude } }),
  };
}

/** A step below this is not understood. */
const LEAST_STEP = 0.55;

function isWhole(one: ActionCandidate, said: JsonObject): boolean {
  const params = withPronouns(one, said);
  const complete = one.action.params.required?.every((name) => params[name] !== undefined) ?? true;
  return complete && misfit(one.action, params) === undefined;
}

/** "stop nginx then start it": what is missing was said in the step before, under the same name. */
function withPronouns({ action, match }: ActionCandidate, said: JsonObject): JsonObject {
  const inherited = (action.params.required ?? []).filter(
    (name) => match.params[name] === undefined && said[name] !== undefined,
  );
  return { ...match.params, ...Object.fromEntries(inherited.map((name) => [name, said[name]])) };
}
