import { describe, expect, it } from "vitest";
import { saidInCommand, saidInMessage } from "../../../../../bot/adapters/slack/translate/said.ts";
import { frameOf } from "../../../../support/language.ts";

const rich = (...elements: readonly object[]) => [
  { type: "rich_text", elements: [{ type: "rich_text_section", elements }] },
];
const text = (value: string, style: object = {}) => ({ type: "text", text: value, ...style });
const bot = { type: "user", user_id: "UBOT" };

/** As an event would bring it. */
function heard(event: { readonly text: string; readonly blocks?: readonly object[] }): string {
  const where = { type: "app_mention", channel: "C1", user: "U1", ts: "1.1", team: "T1", channel_type: "channel" };
  return saidInMessage({ team_id: "T1" }, { ...where, ...event }, "UBOT")?.text ?? "";
}

const SENTENCES = [
  {
    plain: "restart nginx on web-3 every weekday at 9am, retry twice",
    variants: {
      "by a phone": heard({ text: "<@UBOT>  Restart\u00a0nginx on web\u20113 every weekday at\u202f9am, retry twice" }),
      "with another case and a full stop": heard({
        text: "<@UBOT> Restart nginx on web-3 every weekday at 9am, retry twice.",
      }),
      "with a colon after the mention": heard({
        text: "<@UBOT>: restart nginx on web-3 every weekday at 9am, retry twice",
      }),
      "as rich text in bold": heard({
        text: "<@UBOT> *restart nginx* on web-3 every weekday at 9am, retry twice",
        blocks: rich(
          bot,
          text(" "),
          text("restart nginx", { style: { bold: true } }),
          text(" on web-3 every weekday at 9am, retry twice"),
        ),
      }),
      "with the name of the machine as a link": heard({
        text: "<@UBOT> restart nginx on <http://web-3|web-3> every weekday at 9am, retry twice",
        blocks: rich(
          bot,
          text(" restart nginx on "),
          { type: "link", url: "http://web-3", text: "web-3" },
          text(" every weekday at 9am, retry twice"),
        ),
      }),
      "with names in backticks": heard({
        text: "<@UBOT> restart `nginx` on `web-3` every weekday at 9am, retry twice",
      }),
      "as a command": saidInCommand({
        channel_id: "C1",
        user_id: "U1",
        team_id: "T1",
        trigger_id: "1.2",
        text: " restart nginx on web-3 every weekday at 9am, retry twice ",
      })?.text,
      "over two lines": heard({ text: "<@UBOT> restart nginx on web-3\nevery weekday at 9am, retry twice" }),
    },
  },
  {
    plain: "check disk space on web-1 and web-2, tell me if it fails",
    variants: {
      "by a phone": heard({ text: "<@UBOT> Check disk space on web-1 and web-2, tell me if it fails" }),
      "with the sign for and, as Slack escapes it": heard({
        text: "<@UBOT> check disk space on web-1 &amp; web-2, tell me if it fails",
      }),
      "as rich text with a list mark": heard({
        text: "• check disk space",
        blocks: rich(
          bot,
          text(" check disk space on "),
          text("web-1", { style: { code: true } }),
          text(" and web-2, tell me if it fails"),
        ),
      }),
    },
  },
] as const;

/** What it means; where in the text its words stand differs. */
function meaningOf(sentence: string) {
  const { spans: _where, score: _sure, said: _slots, assumed: _noted, ...meaning } = frameOf(sentence);
  return meaning;
}

describe("one sentence, however it was written", () => {
  for (const { plain, variants } of SENTENCES) {
    it.each(Object.entries(variants))(`means the same %s: ${plain}`, (_how, said) => {
      expect(meaningOf(said ?? "")).toEqual(meaningOf(plain));
    });
  }
});
