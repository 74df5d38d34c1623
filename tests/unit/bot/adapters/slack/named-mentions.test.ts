import { describe, expect, it } from "vitest";
import { namedMentions } from "../../../../../bot/adapters/slack/translate/named-mentions.ts";

const names = {
  room: async (id: string) => (id === "C7" ? "ops" : undefined),
  person: async (id: string) => (id === "U2" ? "anna" : undefined),
};

describe("channels and people picked from Slack's menu", () => {
  it.each([
    ["tell <#C7> if it fails", "tell #ops if it fails"],
    ["tell <#C7|old-name> and <@U2> when done", "tell #ops and @anna when done"],
    ["let <@U2|Anna B.> know", "let @anna know"],
    ["tell <#C9> and <@U9> if it fails", "tell <#C9> and <@U9> if it fails"],
    ["check disk, <@U2> asked for it", "check disk, <@U2> asked for it"],
  ])("%s reads %s", async (said, read) => {
    expect(await namedMentions(said, names)).toBe(read);
  });
});
