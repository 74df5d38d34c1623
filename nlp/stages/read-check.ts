import type { Frame } from "../../core/model/frame.ts";
import type { BatchCheck } from "../../core/model/policy.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import type { Draft, Stage } from "../draft.ts";
import { wordPattern } from "../text/word-pattern.ts";

const MACHINES =
  "(machine|machines|server|servers|host|hosts|batch|batches|one|box|boxes|node|nodes|wave|group|groups)";
const BETWEEN = wordPattern<object>(
  `([in] between|in-between|between (each|every|them|two|the|any two) [of them] [${MACHINES}]|between ${MACHINES}|(after|before) (each|every) [next] ${MACHINES})`,
  {},
);
/** How a check is asked for, and how it is asked for by itself. */
const VERBS: readonly (readonly [RegExp, string])[] = [
  [/^(?:make|making) sure(?: that)?\b/i, "check"],
  [/^(?:check|checking|verify|verifying|test|testing)(?: (?:that|if|whether))?\b/i, "check"],
  [/^(?:ping|pinging)\b/i, "ping"],
];
const HEALTH = /^(?:an? |the )?(?:health|status) ?-?checks?$/i;
const LEAD = /^(?:and|with|while|do|doing|run|running|then|but|,)$/;

/** "..., check https://example.com in between", "checking nginx is up between each", "with a health check after each batch". */
export const readCheck: Stage = (draft) => {
  const found = betweenIn(draft);
  if (!found) return draft;
  const { from, at, end } = found;
  const check = checkOf(draft, from, at);
  if (!check) return draft;
  const { policy, used } = draft.policy;
  const paced = policy.concurrency !== undefined || policy.canary !== undefined;
  const said = { ...policy, ...(!paced && { concurrency: 1 }), check };
  const start = leadBefore(draft, from);
  const note = { stage: "policy", note: `check between batches: ${check.action}` };
  return {
    ...draft,
    policy: { policy: said, used: [...used, { from: start, to: end }] },
    trace: [...draft.trace, note],
  };
};

/** Where a part begins that is about what happens between two machines, where it says so, and its end. */
function betweenIn({ tokens, policy }: Draft) {
  const taken = (place: number) => policy.used.some(({ from, to }) => place >= from && place < to);
  for (let at = 1; at < tokens.length; at += 1) {
    const end = taken(at) ? undefined : BETWEEN.match(tokens, at)?.end;
    const next = end === undefined ? undefined : tokens[end];
    if (end === undefined || (next && !taken(end) && !isBorder(next.kind))) continue;
    let from = at;
    while (from > 0 && !taken(from - 1) && !isBorder(tokens[from - 1]?.kind, tokens[from - 1]?.text)) from -= 1;
    return from < at ? { from, at, end } : undefined;
  }
  return undefined;
}

const isBorder = (kind: string | undefined, text = ""): boolean =>
  kind === "comma" || kind === "stop" || /^(?:and|with|while|but|then)$/.test(text);

/** The words that join it belong to it. */
function leadBefore({ tokens }: Draft, from: number): number {
  let start = from;
  while (start > 0 && (LEAD.test(tokens[start - 1]?.text ?? "") || tokens[start - 1]?.kind === "comma")) start -= 1;
  return start;
}

/** What looks and nothing else; undefined where it is not understood, and then nothing of the message is dropped. */
function checkOf(draft: Draft, from: number, at: number): BatchCheck | undefined {
  const { message, readPart, tokens } = draft;
  const said = message.slice(tokens[from]?.start ?? 0, tokens[at - 1]?.end ?? 0).trim();
  if (HEALTH.test(said)) return healthOf(draft, leadBefore(draft, from));
  const verb = VERBS.find(([pattern]) => pattern.test(said));
  const frame = readPart?.(verb ? said.replace(verb[0], verb[1]) : said);
  return frame && looksOnly(draft, frame) ? { action: frame.action ?? "", params: frame.params ?? {} } : undefined;
}

/** Of a service: whether it runs. Of nothing else it is known what its health would be. */
function healthOf({ known, message, readPart, tokens }: Draft, from: number): BatchCheck | undefined {
  const frame = readPart?.(message.slice(0, tokens[from]?.start ?? 0));
  const service = frame?.action?.startsWith("service.") === true ? frame.params?.["service"] : undefined;
  const knows = known.catalog.actions.some(({ name }) => name === "service.status");
  return knows && typeof service === "string" ? { action: "service.status", params: { service } } : undefined;
}

function looksOnly({ known }: Draft, { action: name, intent, outcome, ...said }: Frame): boolean {
  const action = known.catalog.actions.find((one) => one.name === name);
  const plain = !said.targets && !said.schedule && !said.policy && !said.then;
  return (
    action !== undefined &&
    intent === "task.create" &&
    outcome === "act" &&
    plain &&
    riskOf(action, said.params ?? {}) === "read"
  );
}
