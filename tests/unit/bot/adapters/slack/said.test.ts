import { describe, expect, it } from "vitest";
import { slackBody } from "../../../../../bot/adapters/slack/receive/slack-body.ts";
import { plainOfRichText } from "../../../../../bot/adapters/slack/translate/plain-of-rich-text.ts";
import { saidInMessage } from "../../../../../bot/adapters/slack/translate/said.ts";
import { normalise } from "../../../../../nlp/text/normalise.ts";
import { messageEvent } from "../../../../support/slack/slack-deliveries.ts";

const rich = (...elements: readonly object[]) => [
  { type: "rich_text", elements: [{ type: "rich_text_section", elements }] },
];
const text = (words: string, style?: object) => ({ type: "text", text: words, ...(style && { style }) });
const bot = { type: "user", user_id: "UBOT" };

function heard(words: string, blocks?: readonly object[]): string {
  const event = messageEvent(words, { type: "app_mention", more: blocks ? { blocks } : {} });
  const body = slackBody(event);
  const said = body?.event && saidInMessage(body, body.event, "UBOT");
  return normalise(said?.text ?? "")
    .text.replace(/\s+/g, " ")
    .trim();
}

describe("one sentence, however it was put into Slack", () => {
  const HOST = "check disk on web-3.example.com";
  it.each<[string, string, readonly object[] | undefined]>([
    ["typed", `<@UBOT> ${HOST}`, undefined],
    ["mentioned by name", `<@UBOT|octopus> ${HOST}`, undefined],
    ["with the host made a link", "<@UBOT> check disk on <http://web-3.example.com|web-3.example.com>", undefined],
    ["with a comma after the mention", `<@UBOT>, ${HOST}`, undefined],
    ["with a no-break space from a phone", "<@UBOT>\u00a0check disk on\u00a0web\u20113.example.com", undefined],
    ["as rich text", "ignored", rich(bot, text(` ${HOST}`))],
    [
      "as rich text with a link",
      "ignored",
      rich(bot, text(" check disk on "), { type: "link", url: "http://web-3.example.com", text: "web-3.example.com" }),
    ],
    ["in bold", `<@UBOT> *${HOST}*`, rich(bot, text(" "), text(HOST, { bold: true }))],
    [
      "pasted with colours",
      "ignored",
      rich(bot, text(" check "), text("disk on ", { italic: true }), text("web-3.example.com")),
    ],
  ])("is read the same: %s", (_how, words, blocks) => {
    expect(heard(words, blocks)).toBe(HOST);
  });

  it("keeps code as code, and a link with a label of its own as where it leads", () => {
    expect(plainOfRichText(rich(text("run "), text("df -h", { code: true })))).toBe("run `df -h`");
    expect(plainOfRichText(rich({ type: "link", url: "https://evil.example/x", text: "web-1" }))).toBe(
      "https://evil.example/x",
    );
    expect(plainOfRichText([{ type: "section" }])).toBeUndefined();
    expect(plainOfRichText(undefined)).toBeUndefined();
  });

  it("lets quotes and dashes of phones through to the reader, which knows them", () => {
    expect(heard("<@UBOT> run \u201cdf -h\u201d on web-1 \u2013 now")).toBe('run "df -h" on web-1 - now');
  });
});
