import { type LinearModel, type Seen, scoresOf, see } from "./linear-model.ts";
import { textFeatures } from "./text-features.ts";

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

const ROUNDS = 12;
const RATE = 6;
const OFFSET_RATE = 0.02;
/** Below this a step changes nothing that matters. */
const TINY = 1e-4;

/**
 * Multinomial logistic regression by stochastic gradient descent with a falling rate. The order of the examples in each
 * round comes from a fixed generator, so that the same examples always make the same model.
 */
export function trainModel(examples: readonly LabelledText[]): LinearModel {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const vocabulary = vocabularyOf(examples);
  const model: LinearModel = {
    ...vocabulary,
    labels,
    weights: new Float32Array(vocabulary.places.size * labels.length),
    offsets: new Float32Array(labels.length),
  };
  const lessons = examples.map(({ text, label }) => ({ seen: see(model, text), right: labels.indexOf(label) }));
  const next = fixedOrder();
  for (let round = 0; round < ROUNDS; round += 1) {
    const rate = RATE * (1 - round / ROUNDS);
    for (const { seen, right } of shuffled(lessons, next)) learn(model, seen, right, rate);
  }
  return model;
}

function vocabularyOf(examples: readonly LabelledText[]) {
  const texts = new Map<number, number>();
  for (const { text } of examples)
    for (const feature of textFeatures(text).keys()) texts.set(feature, (texts.get(feature) ?? 0) + 1);
  const places = new Map([...texts.keys()].map((feature, place) => [feature, place]));
  const rarityOf = (count: number) => Math.log((examples.length + 1) / (count + 1)) + 0.3;
  return { places, rarity: Float32Array.from(texts.values(), rarityOf), strangeness: rarityOf(0) };
}

/** One step down the slope of the log loss. */
function learn({ labels, weights, offsets }: LinearModel, seen: Seen, right: number, rate: number): void {
  const scores = scoresOf({ labels, weights, offsets }, seen);
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const sum = raised.reduce((total, one) => total + one, 0);
  raised.forEach((one, label) => {
    const slope = one / sum - (label === right ? 1 : 0);
    if (Math.abs(slope) < TINY) return;
    offsets[label] = (offsets[label] ?? 0) - rate * OFFSET_RATE * slope;
    seen.places.forEach((place, index) => {
      const at = place * labels.length + label;
      weights[at] = (weights[at] ?? 0) - rate * slope * (seen.values[index] ?? 0);
    });
  });
}

/** Numbers below one from a linear congruential generator (Numerical Recipes). */
function fixedOrder(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Item>(items: readonly Item[], next: () => number): readonly Item[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] as Item, order[at] as Item];
  }
  return order;
}
