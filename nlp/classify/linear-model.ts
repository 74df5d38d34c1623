import { textFeatures } from "./text-features.ts";

/** Means none of the others. */
export const OTHER = "other";

/** One linear score for each label. Made by `trainModel`, never changed. */
export interface LinearModel {
  readonly labels: readonly string[];
  /** Place of a feature among the known ones, by its hash. */
  readonly places: ReadonlyMap<number, number>;
  /** Inverse document frequency of each known feature. */
  readonly rarity: Float32Array;
  /** Of an unknown feature. */
  readonly strangeness: number;
  /** One row of labels for each feature. */
  readonly weights: Float32Array;
  readonly offsets: Float32Array;
}

/** A text as the model sees it: known features scaled to length one, and how much of it is unknown (0 to 1). */
export interface Seen {
  readonly places: Int32Array;
  readonly values: Float64Array;
  readonly unknown: number;
}

export interface Judgement {
  /** Best first, without `other`. */
  readonly ranked: readonly { readonly label: string; readonly score: number }[];
  /** How sure it is that the best is right and not something else; without a unit, larger is surer. */
  readonly sureness: number;
}

/** What a text most probably means. */
export function judge(model: LinearModel, text: string): Judgement {
  const seen = see(model, text);
  const scores = scoresOf(model, seen);
  const ranked = model.labels
    .map((label, index) => ({ label, score: scores[index] ?? 0 }))
    .filter(({ label }) => label !== OTHER)
    .sort((one, another) => another.score - one.score || (one.label < another.label ? -1 : 1));
  const best = ranked[0]?.score ?? 0;
  const sum = scores.reduce((total, score) => total + Math.exp(score - best), 0);
  const other = scores[model.labels.indexOf(OTHER)] ?? 0;
  return { ranked, sureness: -Math.log(sum) + OVER_OTHER * (best - other) - STRANGE * seen.unknown };
}

/** Weights of the three signs, found on the validation part of CLINC150. */
const OVER_OTHER = 0.35;
const STRANGE = 2;

export function see(model: Pick<LinearModel, "places" | "rarity" | "strangeness">, text: string): Seen {
  const places: number[] = [];
  const values: number[] = [];
  let [all, strange] = [0, 0];
  for (const [feature, weight] of textFeatures(text)) {
    const place = model.places.get(feature);
    const value = weight * (place === undefined ? model.strangeness : (model.rarity[place] ?? 0));
    all += value * value;
    if (place === undefined) {
      strange += value * value;
      continue;
    }
    places.push(place);
    values.push(value);
  }
  const length = Math.sqrt(all) || 1;
  return {
    places: Int32Array.from(places),
    values: Float64Array.from(values, (value) => value / length),
    unknown: strange / (all || 1),
  };
}

export function scoresOf(model: Pick<LinearModel, "labels" | "weights" | "offsets">, seen: Seen): Float64Array {
  const { labels, weights, offsets } = model;
  const scores = Float64Array.from(offsets);
  seen.places.forEach((place, index) => {
    const value = seen.values[index] ?? 0;
    for (let label = 0; label < labels.length; label += 1)
      scores[label] = (scores[label] ?? 0) + (weights[place * labels.length + label] ?? 0) * value;
  });
  return scores;
}
