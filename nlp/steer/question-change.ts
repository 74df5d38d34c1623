import type { Frame, Intent } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { commonQuery, groupOf, wordSet } from "./question.ts";
import { readSaid } from "./read-said.ts";
import type { Said } from "./said.ts";
import { machineStatus, runStatus, taskStatus } from "./status-words.ts";
import { queryWith, steerFrame } from "./steer-frame.ts";
import { findAsked } from "./stretch.ts";
import { listed } from "./verb-frame.ts";

const AROUND = wordSet(
  "and what how about same but instead too those them were was is are that show did runs machines tasks no not i mean meant",
);

/** "and yesterday?", "only the failed ones", "and on staging?": the last question with one thing changed. "the second one", "2": of its answer. */
export function questionChange(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { lastQuestion, lastList } = draft.context;
  if (!lastQuestion && !lastList) return undefined;
  const said = readSaid(draft, tokens, findAsked(tokens, draft.setting, lastQuestion?.intent === "task.list"), []);
  const place = said.places[0] ?? (tokens.length <= 2 && said.words.length === 0 ? numbered(said.numbers) : undefined);
  const bare = said.words.every((word) => word === "show" || word === "number");
  if (place !== undefined && bare && said.spans.length <= 1) {
    const ref = listed(draft, place) ?? place;
    return steerFrame(draft, tokens, said, "select", { ref });
  }
  if (!lastQuestion || !CHANGEABLE.has(lastQuestion.intent) || isWhole(tokens)) return undefined;
  if (said.quoted || said.points || said.places.length + said.runs.length + said.plans.length > 0) return undefined;
  return changed(draft, tokens, said, lastQuestion);
}

/** Asked with a stretch of time, a state or a place, of which another can be said. */
const CHANGEABLE: ReadonlySet<Intent> = new Set<Intent>([
  "run.list",
  "execution.list",
  "task.list",
  "agent.list",
  "stats.show",
]);

/** "show my tasks" is a question of its own, whatever was asked before; "only the failed runs" is none. */
function isWhole(tokens: readonly Token[]): boolean {
  const asks = /^(?:show|list|display|give)$/.test(tokens[0]?.text ?? "");
  const narrows = tokens.some(({ text }) => /^(?:only|just|and|also|too|same|but)$/.test(text));
  return asks && !narrows && tokens.some(({ text }) => LISTED.test(text));
}

const LISTED = /^(?:tasks|schedules|machines|servers|hosts|runs|executions|users|people|plugins)$/;

function changed(draft: Draft, tokens: readonly Token[], said: Said, lastQuestion: Frame): Frame | undefined {
  const found = (STATUS_OF[lastQuestion.intent] ?? runStatus)(said.words);
  const rest = found?.rest ?? said.words;
  const typed = new Set(tokens.map(({ text }) => text));
  const query = commonQuery({ draft, tokens, said, typed }, found?.status);
  const group = groupOf(said);
  if (!rest.every((word) => AROUND.has(word)) || (Object.keys(query).length === 0 && !group.targets)) return undefined;
  const { last: _last, ...before } = lastQuestion.query ?? {};
  const { agent: _agent, ...elsewhere } = before;
  const { targets: asked, params, action } = lastQuestion;
  const targets = group.targets ?? (query.agent === undefined ? asked : undefined);
  return steerFrame(draft, tokens, said, lastQuestion.intent, {
    ...(action !== undefined && { action }),
    ...(params && { params }),
    ...(targets && { targets }),
    ...queryWith({ ...(group.targets ? elsewhere : before), ...query }),
  });
}

const STATUS_OF: Readonly<Partial<Record<Intent, typeof runStatus>>> = {
  "agent.list": machineStatus,
  "task.list": taskStatus,
};

const numbered = ([only, more]: readonly number[]): string | undefined =>
  only !== undefined && more === undefined && Number.isInteger(only) && only > 0 ? String(only) : undefined;
