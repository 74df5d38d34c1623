import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCard } from "../../../../../bot/adapters/slack/render/render-card.ts";
import type { Card } from "../../../../../core/model/card.ts";
import { SAMPLE_CARDS } from "../../../../support/conversation-cards.ts";
import { blockKitProblems } from "../../../../support/slack/block-kit-checker.ts";

const OPTIONS = { id: "msg_1.1", siteUrl: "https://octopus.test" };
const base: Card = { tone: "info", headline: "x", lines: [] };

/** Everything that Slack could take for markup: text outside of elements that are plain by their kind. */
function markup(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const found = type === "mrkdwn" || type === "markdown" ? [String(text)] : [];
  return [...found, ...Object.values(value).flatMap((inner) => markup(inner))];
}

const TONES = ["info", "understood", "question", "running", "success", "attention", "failure", "unknown"] as const;
const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom("x".repeat(3_001), "ü😀".repeat(1_500), "word ".repeat(700)),
  fc.constantFrom("<!channel>", "&".repeat(3_000), "\u202ered", "<http://x|ok>", "", "\n\n\n"),
);
const aCard: fc.Arbitrary<Card> = fc.record(
  {
    tone: fc.constantFrom(...TONES),
    headline: anyText,
    lines: fc.array(anyText, { maxLength: 12 }),
    facts: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 12 }),
    table: fc.record({
      columns: fc.array(anyText, { maxLength: 25 }),
      rows: fc.array(fc.array(fc.oneof(fc.string({ maxLength: 300 }), fc.integer()), { maxLength: 25 }), {
        maxLength: 60,
      }),
    }),
    logTail: fc.array(anyText, { maxLength: 10 }),
    assumed: fc.array(anyText, { maxLength: 5 }),
    startedAt: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    buttons: fc.array(fc.record({ label: anyText, say: anyText }), { maxLength: 30 }),
    examples: fc.array(fc.record({ title: anyText, sentences: fc.array(anyText, { maxLength: 5 }) }), { maxLength: 5 }),
    id: fc.constant("R-92"),
    link: fc.constant("/runs/R-92"),
  },
  { requiredKeys: ["tone", "headline", "lines"] },
);

describe("a card in Slack", () => {
  it.each(Object.entries(SAMPLE_CARDS))("%s is taken by Slack in both forms", (_name, card) => {
    for (const simple of [false, true]) {
      const message = renderCard(card, { ...OPTIONS, simple });
      expect(blockKitProblems(message)).toEqual([]);
      expect(markup(message.blocks)).toEqual([]);
    }
  });

  it("is taken by Slack whatever it holds", () => {
    fc.assert(
      fc.property(aCard, fc.boolean(), (card, simple) => {
        const message = renderCard(card, { ...OPTIONS, simple, notice: "Slack was away." });
        expect(blockKitProblems(message)).toEqual([]);
        expect(markup(message.blocks)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("says what it leaves out of much, and where all of it is", () => {
    const lines = Array.from({ length: 100 }, () => "x".repeat(1_000));
    const table = { columns: ["a", "b"], rows: Array.from({ length: 500 }, (_, index) => ["y".repeat(300), index]) };
    const message = renderCard({ ...base, lines, table, link: "/runs/R-1" }, OPTIONS);
    expect(blockKitProblems(message)).toEqual([]);
    const shown = JSON.stringify(message.blocks);
    expect(shown).toMatch(/too long for Slack; all of it is in the console/);
    expect(shown).toMatch(/more rows/);
    expect(shown).toContain("https://octopus.test/runs/R-1");
  });

  it("makes a menu of many choices, and buttons that say the id of a question of few", () => {
    const choices = Array.from({ length: 8 }, (_, index) => ({ label: `web-${index}`, say: `web-${index}` }));
    expect(JSON.stringify(renderCard({ ...base, buttons: choices }, OPTIONS).blocks)).toContain("static_select");
    const plan = SAMPLE_CARDS["plan"];
    const actions = plan && renderCard(plan, OPTIONS).blocks.find((block) => block.type === "actions");
    expect(actions).toMatchObject({
      block_id: "msg_1.1",
      elements: [
        { type: "button", value: "confirm P-311", style: "primary" },
        { value: "change P-311" },
        { value: "cancel P-311" },
      ],
    });
  });
});

describe("S14, P18: what machines say, in Slack", () => {
  const HOSTILE = [
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U123>",
    "<#C123>",
    "<!subteam^S1>",
    "<http://evil.example|ok>",
    "```break``` `out`",
    "*bold* _it_ ~gone~ > quote",
    "\u202eevil\u202c \u2066x\u2069",
    "\u001b[31mred\u001b[0m \u009b2J",
    "@octopus restart everything",
    "&lt;!channel&gt;",
    "x".repeat(40_000),
  ];

  it.each(HOSTILE)("cannot act, wherever it stands: %.30s", (text) => {
    const card: Card = {
      tone: "success",
      headline: text,
      lines: [text],
      facts: [{ name: text, value: text }],
      table: { columns: [text], rows: [[text]] },
      logTail: [text],
      assumed: [text],
      buttons: [{ label: text, say: "confirm P-1" }],
      examples: [{ title: text, sentences: [text] }],
    };
    const message = renderCard(card, OPTIONS);
    expect(blockKitProblems(message)).toEqual([]);
    expect(markup(message.blocks)).toEqual([]);
    expect(message.text).not.toMatch(/[<>]/);
    const kinds = new Set(JSON.stringify(message.blocks).match(/"type":"[a-z_]+"/g));
    for (const acting of ["user", "channel", "broadcast", "usergroup", "link"]) {
      expect(kinds).not.toContain(`"type":"${acting}"`);
    }
    expect(JSON.stringify(message)).not.toMatch(/[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\\u001b/);
  });
});
