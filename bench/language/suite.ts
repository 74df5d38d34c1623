/** "silent": no answer was given, which is safe; "wrong": an answer was given and it is another one. */
export type Verdict = "right" | "wrong" | "silent";

/** Cases with known answers. Data and a judge; who prints and who compares is elsewhere. */
export interface Suite<Case = unknown> {
  /** Shown in the table and the key of its floor; never renamed lightly. */
  readonly name: string;
  /** Shares between 0 and 1, from the targets; absent where none is set. */
  readonly goal?: { readonly share?: number; readonly wrong?: number };
  /** Read when the suite runs, not when it is imported. */
  cases(): readonly Case[];
  run(one: Case): Verdict;
  /** One line about a case for `--show`: what was said, what was expected, what came. */
  show(one: Case): string;
  /** Cases of the source that are not counted, by reason. */
  outOfScope?(): Readonly<Record<string, number>>;
  /**
   * Absent: the share of the cases that are right. "f1": a case is a value that was meant or read; "silent" was not read,
   * "wrong" was not meant, and the share is the harmonic mean of how many were found and how many of the found were meant.
   */
  readonly scores?: "f1";
  /** Its sentences are printed only with `--show-reserved`. */
  readonly reserved?: true;
}

export interface Score {
  readonly suite: string;
  readonly cases: number;
  readonly right: number;
  readonly wrong: number;
  /** Of the cases, or F1; between 0 and 1. */
  readonly share: number;
  /** Of the answers given, between 0 and 1. */
  readonly wrongShare: number;
}

/** Runs every case. An error is a wrong answer: the bot must never throw at a sentence. */
export function scoreOf<Case>(suite: Suite<Case>): Score {
  const verdicts = suite.cases().map((one) => judged(suite, one));
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  const [right, wrong] = [count("right"), count("wrong")];
  const counted = suite.scores === "f1" ? [2 * right, verdicts.length + right] : [right, verdicts.length];
  const [of = 0, all = 0] = counted;
  return {
    suite: suite.name,
    cases: verdicts.length,
    right,
    wrong,
    share: all === 0 ? 1 : of / all,
    wrongShare: right + wrong === 0 ? 0 : wrong / (right + wrong),
  };
}

/** The verdict on one case. */
export function judged<Case>(suite: Suite<Case>, one: Case): Verdict {
  try {
    return suite.run(one);
  } catch {
    return "wrong";
  }
}
