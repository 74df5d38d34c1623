import { judge, type LinearModel, OTHER } from "../../../nlp/classify/linear-model.ts";
import { trainModel } from "../../../nlp/classify/train-model.ts";
import { readJson } from "../corpus-file.ts";
import type { Suite } from "../suite.ts";

type Labelled = readonly [text: string, intent: string];

const SETS = ["train", "val", "oos_train", "oos_val"] as const;

const sets = () => readJson<Record<string, readonly Labelled[]>>("public", "clinc150", "clinc150_small.json");

let made: LinearModel | undefined;

/** Learned from the training and validation sentences that are visible here, about as many as the published small training set. */
function model(): LinearModel {
  const known = sets();
  made ??= trainModel(
    SETS.flatMap((name) => known[name] ?? []).map(([text, intent]) => ({
      text,
      label: intent === "oos" ? OTHER : intent,
    })),
  );
  return made;
}

interface Point {
  readonly name: string;
  /** Less sure than this is no answer. Read off the validation sentences with a model that had not learned from them. */
  readonly threshold: number;
  readonly inScope: number;
  readonly outOfScope: number;
}

const POINTS: readonly Point[] = [
  { name: "open", threshold: -2.75, inScope: 0.9, outOfScope: 0.65 },
  { name: "careful", threshold: 0, inScope: 0.82, outOfScope: 0.94 },
];

function suitesAt({ name, threshold, inScope, outOfScope }: Point): readonly Suite<Labelled>[] {
  const answered = (text: string) => {
    const { ranked, sureness } = judge(model(), text);
    return sureness < threshold ? undefined : ranked[0]?.label;
  };
  const show = ([text, intent]: Labelled) => `${text}  |  ${intent}  |  ${answered(text) ?? "no answer"}`;
  return [
    {
      name: `CLINC classifier alone, ${name}, in scope`,
      goal: { share: inScope },
      cases: () => sets()["test"] ?? [],
      run: ([text, intent]) => {
        const answer = answered(text);
        if (answer === undefined) return "silent";
        return answer === intent ? "right" : "wrong";
      },
      show,
    },
    {
      name: `CLINC classifier alone, ${name}, out of scope`,
      goal: { share: outOfScope },
      cases: () => sets()["oos_test"] ?? [],
      run: ([text]) => (answered(text) === undefined ? "right" : "wrong"),
      show,
    },
  ];
}

/** The second opinion by itself, on the yardstick of the literature: 150 everyday intents and questions that belong to none. */
export const clincClassifier: readonly Suite<Labelled>[] = POINTS.flatMap(suitesAt);
