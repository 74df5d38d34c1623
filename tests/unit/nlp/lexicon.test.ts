import compromise from "compromise/two";
import { describe, expect, it } from "vitest";
import lexicon from "../../../nlp/match/lexicon.json" with { type: "json" };

interface Model {
  readonly one: { readonly lexicon: Readonly<Record<string, unknown>> };
}

describe("the words that count as English", () => {
  it("are those of the installed compromise: write them anew into nlp/match/lexicon.json when it changes", () => {
    const known = Object.keys((compromise.model() as Model).one.lexicon).sort();
    expect(lexicon.words === known.join("\n")).toBe(true);
  });
});
