import type { Json, JsonObject } from "../../core/kernel/json.ts";
import { validator } from "../../core/kernel/validator.ts";
import { wallMsAt } from "../../core/kernel/wall-time.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import { readSchedule } from "../../nlp/read-schedule.ts";
import { targetTermOf, typed } from "./fill-slot.ts";
import { nearestNames } from "./nearest-names.ts";
import { sayTargets } from "./replies/say-targets.ts";

/** One thing of a plan that can be written otherwise. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly optional: boolean;
}

/** A plan that waits, as fields; made again from the question each time, so that nothing of it is kept elsewhere. */
export interface PlanForm {
  readonly questionId: string;
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** What was written into the fields, by name. */
export type FormValues = Readonly<Record<string, string>>;

interface World {
  readonly action: ActionManifest;
  readonly catalog: Catalog;
  readonly timeZone: string;
  readonly now: number;
  readonly saySchedule: (schedule: Schedule) => string;
}

const WHERE = "where";
const WHEN = "when";
const PARAM = "param.";
const MOST_PARAMS = 10;
const LONGEST = 2_000;

/** The fields of a plan as it was understood. Secrets are not shown and cannot be changed here. Pure. */
export function planForm(questionId: string, frame: Frame, world: World): PlanForm {
  const { action, saySchedule } = world;
  const named = Object.entries(action.params.properties).filter(([, schema]) => !schema["x-secret"]);
  const params = named.slice(0, MOST_PARAMS).map(([name, schema]): FormField => {
    const examples = (schema.examples ?? []).slice(0, 3).map(String).join(", ");
    return {
      name: `${PARAM}${name}`,
      label: schema.title ?? name,
      value: textOf(frame.params?.[name]),
      optional: action.params.required?.includes(name) !== true,
      ...(examples !== "" && { hint: `For example: ${examples}` }),
    };
  });
  const where = frame.targets ? sayTerms(frame.targets) : "";
  const when = frame.schedule ? saySchedule(frame.schedule) : "now";
  return {
    questionId,
    title: action.title,
    fields: [
      ...params,
      {
        name: WHERE,
        label: "Where",
        value: where,
        optional: true,
        hint: "Machines or labels, with commas; - before what stays out",
      },
      { name: WHEN, label: "When", value: when, optional: true, hint: "now, tomorrow at 9, every weekday at 8:30" },
    ],
  };
}

/** The frame with what was changed in the fields, or what is wrong with each. What was left alone stays as it was. Pure. */
export function readForm(
  frame: Frame,
  values: FormValues,
  world: World,
): { readonly frame: Frame; readonly changed: readonly string[] } | { readonly errors: FormValues } {
  const before = new Map(planForm("", frame, world).fields.map((field) => [field.name, field]));
  const errors: Record<string, string> = {};
  let next: Frame = frame;
  const changed: string[] = [];
  for (const [name, field] of before) {
    const text = (values[name] ?? "").trim();
    if (text === field.value) continue;
    const read = readField(name, text, next, { ...world, field });
    if ("error" in read) errors[name] = read.error;
    else next = read.frame;
    changed.push(`${field.label.toLowerCase()}: ${text === "" ? "not said" : text}`);
  }
  if (Object.keys(errors).length > 0) return { errors };
  const { clarify: _asked, options: _offered, ...rest } = next;
  return { frame: { ...rest, outcome: "act" }, changed };
}

type Read = { readonly frame: Frame } | { readonly error: string };

function readField(name: string, text: string, frame: Frame, world: World & { readonly field: FormField }): Read {
  if (text.length > LONGEST) return { error: `At most ${LONGEST} characters.` };
  if (name === WHERE) return readWhere(text, frame, world.catalog);
  if (name === WHEN) return readWhen(text, frame, world);
  return readParam(name.slice(PARAM.length), text, frame, world.action);
}

function readParam(name: string, text: string, frame: Frame, action: ActionManifest): Read {
  const schema = action.params.properties[name];
  if (!schema) return { error: "There is no such field." };
  const { [name]: _before, ...others } = frame.params ?? {};
  if (text === "") {
    return action.params.required?.includes(name)
      ? { error: "It is needed." }
      : { frame: { ...frame, params: others } };
  }
  const value = typed(schema.type, text);
  if (value === undefined) return { error: `It must be of the kind ${schema.type}.` };
  const problem = problemWith(action, { ...others, [name]: value }, name);
  return problem === undefined ? { frame: { ...frame, params: { ...others, [name]: value } } } : { error: problem };
}

/** By the schema of this parameter alone: the others have fields of their own. */
function problemWith(action: ActionManifest, params: JsonObject, name: string): string | undefined {
  const { [name]: schema } = action.params.properties;
  const alone = { type: "object", properties: { [name]: schema } };
  const decoded = validator(alone)({ [name]: params[name] });
  return decoded.ok ? undefined : decoded.problem.slice(0, 150);
}

function readWhere(text: string, frame: Frame, catalog: Catalog): Read {
  const include: string[] = [];
  const exclude: string[] = [];
  for (const said of text.split(/[\s,]+/).filter((word) => word !== "" && word !== "and" && word !== "on")) {
    const out = said.startsWith("-");
    const name = out ? said.slice(1) : said;
    const term = targetTermOf(name, catalog);
    if (term === undefined) return { error: nothingCalled(name, catalog) };
    (out ? exclude : include).push(term);
  }
  if (include.length === 0 && exclude.length > 0) include.push("all");
  const { targets: _before, ...rest } = frame;
  return { frame: include.length === 0 ? rest : { ...frame, targets: { include, exclude } } };
}

function nothingCalled(name: string, { agents }: Catalog): string {
  const names = [...new Set(agents.flatMap((agent) => [agent.name, ...agent.labels]))];
  const near = nearestNames(name, names);
  return `No machine and no label is called ${name.slice(0, 60)}.${near.length > 0 ? ` Closest: ${near.join(", ")}.` : ""}`;
}

function readWhen(text: string, frame: Frame, { now, timeZone }: World): Read {
  const { schedule: _before, ...rest } = frame;
  if (text === "" || text.toLowerCase() === "now") return { frame: rest };
  const schedule = readSchedule(text, {
    nowWall: wallMsAt(now, timeZone),
    wallIn: (zone) => wallMsAt(now, zone),
  });
  if (!schedule)
    return { error: 'I did not understand this time. For example: "tomorrow at 9", "every weekday at 8:30".' };
  return { frame: { ...frame, schedule } };
}

function sayTerms({ include, exclude }: TargetSelector): string {
  const plain = (terms: readonly string[]) =>
    terms.map((term) => (term === "all" ? "all" : sayTargets({ include: [term], exclude: [] })));
  return [...plain(include), ...plain(exclude).map((name) => `-${name}`)].join(", ");
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(String).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
