import type { Frame } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import type { Draft } from "../draft.ts";
import { assumedOf } from "../refine/assumed-of.ts";
import { misfit } from "../refine/misfit.ts";
import { spansOf } from "../refine/spans.ts";
import { saysAtOnce } from "./at-once.ts";
import { CHANGES, CORRECTS } from "./edit-words.ts";
import { editedSchedule } from "./edited-schedule.ts";
import { placeAfter } from "./place-after.ts";
import { type Edit, readEdit } from "./read-edit.ts";
import { replacedTask } from "./replaced-task.ts";

/**
 * The request before with what this sentence changes of it: "again with 10 pings", "and redis?", "leave web-2 out", "one
 * at a time", "warn above 90%". Undefined where a word is left that no edit explains.
 */
export function editFrame(draft: Draft, last: Frame): Frame | undefined {
  const edit = draft.clauses.length > 1 ? undefined : readEdit(draft, last);
  const schedule = editedSchedule(draft, last.schedule);
  if (!edit || schedule === "unclear") return undefined;
  const changes = changesOf(draft, edit, schedule);
  const atOnce = last.schedule?.kind === "once" && saysAtOnce(draft);
  const zoned = last.schedule !== undefined && schedule !== undefined && onlyZone(last.schedule, schedule);
  if ((changes.length === 0 && !atOnce) || (edit.guessed && !draft.context.addressed)) return undefined;
  const asks = draft.context.question?.kind === "confirm";
  const repeats = last.schedule !== undefined && last.schedule.kind !== "once";
  if (repeats && !asks && !isOneMore(edit)) return updated(draft, edit, schedule, last);
  const later = draft.context.addressed === true && schedule !== undefined;
  return asks || later || atOnce || zoned || isEnough(edit, changes) ? created(draft, edit, schedule, last) : undefined;
}

/** "utc": a zone by itself is that of what has a time. */
const onlyZone = ({ tz: _old, ...before }: Schedule, { tz: _new, ...said }: Schedule): boolean =>
  JSON.stringify(before) === JSON.stringify(said);

/** "ping me when it is done" and "at 9" alone ask nobody to run what ran before once more. */
function isEnough({ words }: Edit, changes: readonly string[]): boolean {
  const [only, more] = changes;
  if (only === "schedule" && more === undefined) return words.some((word) => POINTS_BACK.test(word));
  return more !== undefined || only !== "notify";
}

const POINTS_BACK = /^(?:not|it|that|this|again|same|instead|meant|mean|rather|repeat)$/;

/** The slots that are said. */
const changesOf = (draft: Draft, edit: Edit, schedule: Schedule | undefined): readonly string[] => [
  ...Object.keys(edit.params),
  ...(edit.targets ? ["targets"] : []),
  ...(schedule ? ["schedule"] : []),
  ...Object.keys(draft.policy.policy),
  ...Object.keys(pickOf(edit)),
];

const pickOf = ({ pick }: Edit) => (pick === undefined ? {} : { pick });

/** "and redis?", "now web-2" of something that repeats asks for one more; "make it 90%" changes it. */
function isOneMore({ params, elsewhere, words }: Edit): boolean {
  const other = elsewhere || Object.values(params).some((value) => typeof value === "string");
  return other && !words.some((word) => CHANGES.has(word));
}

function updated(draft: Draft, edit: Edit, schedule: Schedule | undefined, last: Frame): Frame | undefined {
  const { lastTask } = draft.context;
  const params = Object.keys(edit.params);
  if (params.length > 0 && wrongParam(draft, edit, last)) return undefined;
  return {
    intent: "task.update",
    outcome: "act",
    ...(lastTask !== undefined && { ref: lastTask }),
    ...(params.length > 0 && { params: edit.params }),
    ...(edit.targets && { targets: edit.targets }),
    ...(schedule && { schedule }),
    ...(Object.keys(draft.policy.policy).length > 0 && { policy: draft.policy.policy }),
    ...facts(draft, edit, schedule),
  };
}

const actionOf = (draft: Draft, last: Frame) => draft.known.catalog.actions.find(({ name }) => name === last.action);

function wrongParam(draft: Draft, edit: Edit, last: Frame): boolean {
  const action = actionOf(draft, last);
  return !action || misfit(action, { ...last.params, ...edit.params }) !== undefined;
}

function created(draft: Draft, edit: Edit, schedule: Schedule | undefined, last: Frame): Frame | undefined {
  const action = actionOf(draft, last);
  if (!action || wrongParam(draft, edit, last)) return undefined;
  const { action: name, then: steps } = last;
  const corrects = draft.context.question?.kind === "confirm" || edit.words.some((word) => CORRECTS.has(word));
  const when = schedule ?? (corrects && !saysAtOnce(draft) ? last.schedule : undefined);
  const params = { ...last.params, ...edit.params };
  const targets = edit.targets ? placeAfter(last.targets, edit.targets, edit.words, draft.known) : last.targets;
  const policy = { ...last.policy, ...draft.policy.policy, ...pickOf(edit) };
  const confirm = mustConfirm({
    risk: riskOf(action, params),
    guessed: draft.repaired.length > 0 || edit.guessed || isOnlyHow(draft, edit, schedule),
    targets,
  });
  return {
    intent: "task.create",
    outcome: "act",
    ...(name !== undefined && { action: name }),
    params,
    ...(targets && { targets }),
    ...(when && { schedule: when }),
    ...(Object.keys(policy).length > 0 && { policy }),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    ...(steps && { then: steps }),
    ...(confirm && { confirm }),
    ...replacedTask(draft, schedule !== undefined),
    ...facts(draft, edit, schedule),
  };
}

/** "tell #ops if it fails", "at 9" once a change ran: that it shall run once more is only a guess. */
function isOnlyHow({ context }: Draft, { params, targets, words }: Edit, schedule: Schedule | undefined): boolean {
  const more = words.some((word) => /^(?:again|same|repeat|rerun|run|do|try)$/.test(word));
  const bare = words.length === 0 && schedule?.kind === "once" && !context.lastFrame?.schedule;
  const once = schedule === undefined || bare;
  return Object.keys(params).length === 0 && !targets && once && !more && context.question?.kind !== "confirm";
}

function facts(draft: Draft, edit: Edit, schedule: Schedule | undefined) {
  return {
    spans: spansOf(draft, undefined),
    score: 0.93,
    said: changesOf(draft, edit, schedule),
    ...assumedOf(draft, draft.context.lastFrame?.schedule, schedule),
  };
}
