import { isDeepStrictEqual } from "node:util";
import type { Frame } from "../../../core/model/frame.ts";
import { filesIn, readLines } from "../corpus-file.ts";
import { ourFrame, world } from "../our-frame.ts";
import { plainFrame } from "../plain-frame.ts";
import type { Suite } from "../suite.ts";
import { withTypo } from "../typo.ts";

interface TypoCase {
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

/** A word is vocabulary when that many sentences have it. */
const SENTENCES = 3;

/** Every visible sentence that is understood and does something, with one slip in a word that others have, too. */
function cases(): readonly TypoCase[] {
  const all = filesIn("measured", ".jsonl").flatMap((file) => readLines<TypoCase>("measured", file));
  const counts = new Map<string, number>();
  for (const { text } of all)
    for (const word of new Set(text.match(/\b[a-z]{3,20}\b/g))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = (word: string): boolean => (counts.get(word) ?? 0) >= SENTENCES;
  return all.flatMap((one) => {
    const names = namesIn(one.frame);
    const vocabulary = (word: string): boolean => known(word) && !names.has(word);
    const text = one.frame.outcome === "act" ? withTypo(one.text, vocabulary) : undefined;
    return text === undefined ? [] : [{ ...one, text }];
  });
}

/** What somebody gave a name to, and what is passed on as it was said: a slip in it makes another name. */
function namesIn({ params, ref, targets, then: steps = [] }: Partial<Frame>): ReadonlySet<string> {
  const hosts = [...(targets?.include ?? []), ...(targets?.exclude ?? [])].filter((term) => term.startsWith("host:"));
  const values = [params, ref, steps.map((step) => step.params), hosts];
  const words = JSON.stringify(values).match(/[a-z]{3,20}/g) ?? [];
  const { services, agents } = world();
  return new Set([...words, ...Object.keys(agents ?? {})].filter((word) => !services?.includes(word)));
}

/** A repaired word asks for confirmation where something changes, which is no other meaning. */
const meaning = ({ confirm: _asked, ...frame }: Partial<Frame>) => plainFrame(frame);

/** A name that nothing has is answered with the names there are, so that nothing runs elsewhere. */
function allExist({ targets }: Frame): boolean {
  const { agents = {} } = world();
  const labels = Object.values(agents).flat();
  return [...(targets?.include ?? []), ...(targets?.exclude ?? [])].every((term) => {
    const name = term.slice(term.indexOf(":") + 1);
    if (term.startsWith("label:")) return labels.includes(name);
    return !term.startsWith("host:") || name.includes("*") || name in agents;
  });
}

export const typos: Suite<TypoCase> = {
  name: "typos, one in a vocabulary word",
  goal: { share: 0.9, wrong: 0 },
  cases,
  run: ({ text, context, frame: wanted }) => {
    const frame = ourFrame(text, context);
    if (isDeepStrictEqual(meaning(frame), meaning(wanted))) return "right";
    const sameTargets = isDeepStrictEqual(
      plainFrame({ targets: frame.targets }),
      plainFrame({ targets: wanted.targets }),
    );
    return frame.outcome === "act" && !sameTargets && allExist(frame) ? "wrong" : "silent";
  },
  show: ({ text, context, frame }) =>
    `${[...(context ?? []), text].join(" / ")}\n         wanted ${JSON.stringify(meaning(frame))}\n         got    ${JSON.stringify(meaning(ourFrame(text, context)))}`,
};
