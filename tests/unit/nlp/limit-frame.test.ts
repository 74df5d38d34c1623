import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

function readOf(sentence: string) {
  const { action, intent, policy, query, ref, targets } = frameOf(sentence);
  return {
    intent,
    ...(action && { action }),
    ...(policy && { policy }),
    ...(query && { query }),
    ...(ref && { ref }),
    ...(targets && { targets }),
  };
}
const most = (concurrency: number) => ({ intent: "freeze.start", policy: { concurrency } });

describe("how much may be under way at once", () => {
  it.each([
    ["never more than 2 backups at once", { ...most(2), action: "backup.create" }],
    ["at most two backups at the same time", { ...most(2), action: "backup.create" }],
    [
      "no more than 3 restarts at a time on web",
      { ...most(3), action: "service.restart", targets: { include: ["label:web"], exclude: [] } },
    ],
    ["at most 3 runs by one person", { ...most(3), query: { owner: "each" } }],
    ["max 5 runs per user", { ...most(5), query: { owner: "each" } }],
    [
      "never more than 4 things at once on production",
      { ...most(4), targets: { include: ["env:production"], exclude: [] } },
    ],
    ["lift the limit on backups", { intent: "freeze.end", action: "backup.create", ref: "limit" }],
    ["remove limit L-3", { intent: "freeze.end", ref: "L-3" }],
  ])("is read from %j", (sentence, expected) => {
    expect(readOf(sentence)).toEqual(expected);
  });

  it.each([
    "never more than 2 drinks at once",
    "restart nginx on all web servers, at most 2 at a time",
    "at most 2 at a time",
    "we had at most 3 runs yesterday",
    "only 2 backups failed",
  ])("is not read from %j", (sentence) => {
    expect(readOf(sentence)).not.toMatchObject({ intent: "freeze.start" });
  });
});
