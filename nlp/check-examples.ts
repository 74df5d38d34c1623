import { canonicalJson } from "../core/kernel/json.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { Catalog } from "./catalog.ts";
import { type CompiledCatalog, compiledCatalog, sentenceKey } from "./compiled-catalog.ts";
import { parse } from "./parse.ts";
import type { ParseContext } from "./parse-context.ts";

/** An instant and a zone for which no example should matter. */
const NEUTRAL: ParseContext = { now: Date.UTC(2026, 0, 15, 12, 0), timeZone: "UTC", addressed: true };

/**
 * What is wrong with the language of new actions beside the installed ones, as sentences; empty when all is well. Every
 * example must mean its action with its parameters, no negative example may, and nobody else's example may change.
 */
export function checkExamples(
  candidate: readonly ActionManifest[],
  others: readonly ActionManifest[],
): readonly string[] {
  const names = new Set(candidate.map((action) => action.name));
  const rest = others.filter((action) => !names.has(action.name));
  const catalog = neutral([...rest, ...candidate]);
  const reach = compiledCatalog(neutral(candidate));
  return [
    ...candidate.flatMap((action) => [...exampleProblems(action, catalog), ...negativeProblems(action, catalog)]),
    ...rest.flatMap((action) => exampleProblems(withinReach(action, reach), catalog, "now collides: ")),
  ];
}

const neutral = (actions: readonly ActionManifest[]): Catalog => ({
  agents: [],
  services: [],
  tasks: [],
  users: [],
  actions,
});

/** Only sentences that share a key word with the new phrases can change their meaning. */
function withinReach(action: ActionManifest, reach: CompiledCatalog): ActionManifest {
  const touches = (sentence: string) => {
    const words = sentenceKey(sentence).split(" ");
    return words.some(
      (word) => reach.phrases.has(word) || reach.phrases.has(`${word}s`) || reach.phrases.has(word.replace(/s$/, "")),
    );
  };
  const open = reach.openPhrases.length > 0;
  return open ? action : { ...action, examples: action.examples.filter(({ sentence }) => touches(sentence)) };
}

function exampleProblems(action: ActionManifest, catalog: Catalog, prefix = ""): readonly string[] {
  return action.examples.flatMap(({ sentence, params }) => {
    const { frame } = parse(sentence, catalog, NEUTRAL);
    const lead = `${prefix}"${sentence}" of ${action.name} `;
    if (frame.action !== action.name) return [`${lead}is understood as ${frame.action ?? frame.intent}.`];
    if (frame.outcome !== "act") return [`${lead}misses ${frame.clarify ?? "something"}.`];
    const got = canonicalJson(frame.params ?? {});
    return got === canonicalJson(params) ? [] : [`${lead}gives ${got}, not ${canonicalJson(params)}.`];
  });
}

function negativeProblems(action: ActionManifest, catalog: Catalog): readonly string[] {
  return (action.negativeExamples ?? []).flatMap((sentence) => {
    // a question about what was done carries the action, too
    const { intent, action: meant } = parse(sentence, catalog, NEUTRAL).frame;
    const does = intent === "task.create" && meant === action.name;
    return does ? [`"${sentence}" must not mean ${action.name}, and does.`] : [];
  });
}
