import { describe, expect, it } from "vitest";
import { riskOf } from "../../../../core/plugin-api/manifest.ts";
import { nearestExamples } from "../../../../nlp/classify/nearest-examples.ts";
import { builtInActions } from "../../../support/language.ts";

const nearest = (text: string, isShown: (name: string) => boolean = () => true) =>
  nearestExamples(text, builtInActions, { most: 3, isShown: ({ name }) => isShown(name) });
const actionOf = (sentence: string | undefined) =>
  builtInActions.find(({ examples }) => examples.some((one) => one.sentence === sentence))?.name;

describe("what comes nearest to a text that was not understood", () => {
  it.each([
    ["storage seems low on the box", "disk.usage"],
    ["bounce the nginx daemon", "service.restart"],
    ["what hogs the processor", "process.list"],
    ["make an archive of /etc", "backup.create"],
  ])("%s: among the first three is %s", (text, action) => {
    expect(nearest(text).map(actionOf)).toContain(action);
  });

  it.each(["frobnicate the storage", "DELETE everything", "wipe the cache"])(
    "offers nothing that destroys: %s",
    (text) => {
      for (const sentence of nearestExamples(text, builtInActions, { most: 20, isShown: () => true })) {
        const action = builtInActions.find(({ examples }) => examples.some((one) => one.sentence === sentence));
        const example = action?.examples.find((one) => one.sentence === sentence);
        expect(action && example && riskOf(action, example.params), sentence).not.toBe("destructive");
      }
    },
  );

  it("is never an action that the person may not run", () => {
    const shown = nearest("restart nginx on web-1", (name) => name === "disk.usage" || name === "ping.check");
    expect(shown.map(actionOf).sort()).toEqual(["disk.usage", "ping.check"]);
  });
});
