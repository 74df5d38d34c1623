import { type ActionManifest, riskOf } from "../../core/plugin-api/manifest.ts";
import { judge, type LinearModel, OTHER } from "./linear-model.ts";
import { textFeatures } from "./text-features.ts";
import { trainModel } from "./train-model.ts";

/** Said in chats and meant for nobody here, so that small talk is near to nothing. */
const NOISE = [
  "lol",
  "see you tomorrow",
  "who is coming to lunch",
  "I am on holiday next week",
  "that was a good meeting",
  "can somebody review my pull request",
  "the weather is lovely today",
  "happy birthday",
  "what a day",
  "let us talk about it later",
  "I will be late for the standup",
  "did you see the game last night",
];

/** A model for each set of actions: they change only when a plugin does. */
const MODELS = new WeakMap<readonly ActionManifest[], LinearModel>();

/** How many examples, and of which actions. */
interface Wanted {
  readonly most: number;
  readonly isShown: (action: ActionManifest) => boolean;
}

/**
 * For a text that no phrase fits: one example sentence of each of the likeliest actions, likeliest first. A second opinion
 * that only ever suggests: what runs is decided by phrases. Learned once from each array of actions, in some 0.1 s.
 */
export function nearestExamples(text: string, actions: readonly ActionManifest[], wanted: Wanted): readonly string[] {
  const byName = new Map(actions.filter(wanted.isShown).map((action) => [action.name, action]));
  return judge(modelOf(actions), text)
    .ranked.filter(({ label }) => byName.has(label))
    .slice(0, wanted.most)
    .flatMap(({ label }) => nearestOf(text, byName.get(label)) ?? []);
}

function modelOf(actions: readonly ActionManifest[]): LinearModel {
  const known = MODELS.get(actions) ?? trainModel([...actions.flatMap(examplesOf), ...NOISE.map(asOther)]);
  MODELS.set(actions, known);
  return known;
}

const asOther = (text: string) => ({ text, label: OTHER });

/** Its examples, and its phrases as the words they are made of. */
function examplesOf({ name, title, examples, phrases }: ActionManifest) {
  const said = [title, ...examples.map(({ sentence }) => sentence), ...phrases.map(wordsOf)];
  return said.map((text) => ({ text, label: name }));
}

const wordsOf = (phrase: string): string => phrase.replace(/\{[^{}]{0,40}\}|[[\]()|]/g, " ");

/** The example that has most in common with the text; none that destroys, because a person presses what is offered. */
function nearestOf(text: string, action: ActionManifest | undefined): string | undefined {
  const said = textFeatures(text);
  const harmless = (action?.examples ?? []).filter(({ params }) => action && riskOf(action, params) !== "destructive");
  const scored = harmless.map(({ sentence }) => {
    let common = 0;
    for (const [feature, weight] of textFeatures(sentence)) if (said.has(feature)) common += weight;
    return { sentence, common };
  });
  return scored.sort((one, another) => another.common - one.common)[0]?.sentence;
}
