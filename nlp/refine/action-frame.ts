import type { JsonObject } from "../../core/kernel/json.ts";
import type { Frame, FrameStep } from "../../core/model/frame.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { type ActionManifest, riskOf } from "../../core/plugin-api/manifest.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import type { Draft } from "../draft.ts";
import { type Strange, strangeWords } from "../guard/strange-words.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import type { PhraseMatch } from "../match/match-phrase.ts";
import { assumedOf } from "./assumed-of.ts";
import { stepsOf } from "./frame-steps.ts";
import { misfit } from "./misfit.ts";
import { moreValues } from "./more-values.ts";
import { spansOf } from "./spans.ts";

/** A value below this quality is a guess. */
const SURE = 0.9;

/** Something missing is asked for, which is no guess. */
const isGuess = (match: PhraseMatch): boolean => match.missing === undefined && match.quality < SURE;

/** The frame of a request for work. */
export function actionFrame(draft: Draft, candidate: ActionCandidate): Frame {
  const { best, steps: more } = moreValues(candidate, draft.tokens, draft.message, draft.known);
  const { action, match } = best;
  const strange = strangeWords(draft, best);
  const said = strange?.slot === "target" ? undefined : targetsOf(draft, best);
  const { targets, steps } = sharedPlace(draft, said, stepsOf(draft, best, more));
  const wrong = misfit(action, match.params);
  const params = without(match.params, wrong);
  const policy = policyOf(draft, targets);
  const guessed = draft.repaired.length > 0 || isGuess(match) || best.unexplained.length > 0;
  const works = [
    { risk: riskOf(action, params), targets },
    ...(steps ?? []).map((step) => ({ risk: stepRisk(draft, step), targets: step.targets ?? targets })),
  ];
  const conditional = steps?.some((step) => step.if !== undefined && stepRisk(draft, step) !== "read") === true;
  const confirm = conditional || works.some((work) => mustConfirm({ ...work, guessed }));
  const schedule = strange?.slot === "schedule" ? undefined : draft.schedule.schedule;
  const asked = askFor(draft, best, { wrong, steps, strange });
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
    ...(confirm && !asked && { confirm }),
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

/** "check disk and memory on web-1": the place that ends a list of requests is that of each of them. */
function sharedPlace(
  { tokens, clauses, targets: found }: Draft,
  targets: TargetSelector | undefined,
  steps: readonly FrameStep[] | undefined,
): { readonly targets: TargetSelector | undefined; readonly steps: readonly FrameStep[] | undefined } {
  const from = clauses[1]?.from ?? 0;
  const joined = /^(?:and|,)$/.test(tokens[from - 1]?.text ?? "") && clauses[1]?.when === "success";
  const placed = steps?.findIndex((step) => step.targets !== undefined) ?? -1;
  const place = steps?.[placed]?.targets;
  if (targets || found.same || !joined || !place || !steps || placed > clauses.length - 2) return { targets, steps };
  const { targets: _shared, ...last } = steps[placed] as FrameStep;
  return { targets: place, steps: steps.map((step, index) => (index === placed ? last : step)) };
}

/** How many of the machines belongs to how. */
function policyOf({ policy, targets }: Draft, where: TargetSelector | undefined): Policy {
  return { ...policy.policy, ...(where && targets.pick && { pick: targets.pick }) };
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

interface Unclear {
  /** A parameter whose value cannot be. */
  readonly wrong: string | undefined;
  /** What follows, where all of it was understood. */
  readonly steps: readonly FrameStep[] | undefined;
  /** Words about where or when that nobody understood. */
  readonly strange: Strange | undefined;
}

/** Missing or unclear: what to ask, with choices from the catalog. */
function askFor(
  draft: Draft,
  best: ActionCandidate,
  { wrong, steps, strange }: Unclear,
): Pick<Frame, "clarify" | "options"> | undefined {
  const { action, match } = best;
  if (wrong !== undefined) return { clarify: wrong, ...optionsFor(draft, action, wrong) };
  const missing = missingParam(action, match.params);
  if (missing !== undefined) return { clarify: missing, ...optionsFor(draft, action, missing) };
  const { include, same } = draft.targets;
  if (include.length === 0 && same === "needed" && targetsOf(draft, best) === undefined) return { clarify: "target" };
  if (draft.schedule.unclear) return { clarify: "schedule" };
  if (!steps) return { clarify: "action" };
  return strange ? { clarify: strange.slot } : undefined;
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
