import type { Frame } from "../../../core/model/frame.ts";
import { riskOf } from "../../../core/plugin-api/manifest.ts";
import { filesIn, readJson, readLines } from "../corpus-file.ts";
import { builtInActions, ourFrame } from "../our-frame.ts";
import type { Suite } from "../suite.ts";

interface Foreign {
  readonly source: string;
  readonly text: string;
}

type Labelled = readonly [text: string, intent: string];

/** CLINC intents that are honest commands here: to them an answer is right. */
const COMMANDS = new Set(["yes", "no", "maybe", "cancel", "repeat", "what_can_i_ask_you"]);

let known: readonly Foreign[] | undefined;

/** Every sentence of every public set, once: none of them was said to Octopus. */
function foreign(): readonly Foreign[] {
  known ??= unique([...clinc(), ...hubot(), ...hwu(), ...recognizers(), ...recurrences(), ...dates()]);
  return known;
}

const clincSets = (): readonly Labelled[] =>
  Object.values(readJson<Record<string, readonly Labelled[]>>("public", "clinc150", "clinc150_small.json")).flat();

const clinc = (): readonly Foreign[] =>
  clincSets()
    .filter(([, intent]) => !COMMANDS.has(intent))
    .map(([text, intent]) => ({ source: `CLINC ${intent}`, text }));

/** The help line as it stands, and the command in it. */
function hubot(): readonly Foreign[] {
  const lines = readJson<readonly { readonly help: string }[]>("public", "hubot", "hubot_help_lines.json");
  return lines.flatMap(({ help }) => {
    const [command = ""] = help.replace(/^hubot /i, "").split(/ {1,20}[-\u2013] /);
    return [help, command].map((text) => ({ source: "Hubot", text }));
  });
}

const hwu = (): readonly Foreign[] =>
  readJson<readonly (readonly string[])[]>("public", "hwu", "frequency.json").map(([text = ""]) => ({
    source: "HWU",
    text,
  }));

const recognizers = (): readonly Foreign[] =>
  filesIn("public/recognizers-text", ".json").flatMap((file) =>
    readJson<readonly { readonly Input: string }[]>("public", "recognizers-text", file)
      .filter(({ Input }) => !HONEST.test(Input))
      .map(({ Input }) => ({ source: file, text: Input })),
  );

/** Asked of Octopus these are questions about its runs. */
const HONEST = /^(?:what happened|show statistics)\b/i;

const recurrences = (): readonly Foreign[] =>
  readLines<{ readonly text: string }>("public", "recurrence", "pool.jsonl").map(({ text }) => ({
    source: "recurrences",
    text,
  }));

/** Duckling and chrono, in whichever shape their files have: every `text` in them. */
const dates = (): readonly Foreign[] =>
  ["duckling", "chrono"].flatMap((source) =>
    filesIn(`public/${source}`, ".json").flatMap((file) =>
      textsIn(readJson<unknown>("public", source, file)).map((text) => ({ source, text })),
    ),
  );

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === "string" ? [one] : textsIn(one)));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "text" && typeof inner === "string" ? [inner] : textsIn(typeof inner === "object" ? inner : undefined),
  );
}

function unique(all: readonly Foreign[]): readonly Foreign[] {
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

const frames = new Map<string, Frame>();

/** Both suites look at the same frames; reading thousands of sentences twice takes seconds. */
function frameOnce(text: string): Frame {
  const frame = frames.get(text) ?? ourFrame(text);
  frames.set(text, frame);
  return frame;
}

const show = ({ source, text }: Foreign): string => {
  const { intent, outcome, action, params, confirm } = frameOnce(text);
  return `${text}  |  ${source}  |  ${outcome} ${action ?? intent} ${JSON.stringify(params ?? {})}${confirm ? ", asks first" : ""}`;
};

function isRisky({ outcome, action, params }: Frame): boolean {
  const known = outcome === "act" && builtInActions().find((one) => one.name === action);
  return known !== undefined && known !== false && riskOf(known, params ?? {}) !== "read";
}

/** Sentences to other assistants and other people: at most one of a thousand may be answered with an act. */
export const foreignActs: Suite<Foreign> = {
  name: "foreign, nothing is done",
  goal: { share: 0.999 },
  cases: foreign,
  run: ({ text }) => (frameOnce(text).outcome === "act" ? "wrong" : "right"),
  show,
  outOfScope: () => ({
    "that are commands here, too": clincSets().filter(([, intent]) => COMMANDS.has(intent)).length,
  }),
};

/** The same sentences: none may start something that changes a machine without asking first. */
export const foreignRisks: Suite<Foreign> = {
  name: "foreign, nothing is changed unasked",
  goal: { share: 1 },
  cases: foreign,
  run: ({ text }) => {
    const frame = frameOnce(text);
    return isRisky(frame) && frame.confirm !== true ? "wrong" : "right";
  },
  show,
};
