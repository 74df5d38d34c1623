import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderText } from "../../../../bot/adapters/console/render-text.ts";
import { renderRest } from "../../../../bot/adapters/rest/say-over-rest.ts";
import { renderCard } from "../../../../bot/adapters/slack/render/render-card.ts";
import { plainCard } from "../../../../bot/conversation/plain-text.ts";
import type { Card } from "../../../../core/model/card.ts";
import type { MessageId } from "../../../../core/model/ids.ts";
import { SAMPLE_CARDS } from "../../../support/conversation-cards.ts";

/** OCTOPUS_UPDATE_GOLDEN=1 writes the files anew; read the difference before committing it. */
const UPDATE = process.env["OCTOPUS_UPDATE_GOLDEN"] === "1";
const FOLDER = join(import.meta.dirname, "../../../golden/cards");

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const RENDERERS: Readonly<Record<string, (card: Card) => string>> = {
  "console.txt": (card) => `${renderText(card)}\n`,
  "rest.json": (card) => asJson(renderRest({ id: "msg_1" as MessageId, revision: 1, card: plainCard(card) })),
  "slack.json": (card) => asJson(renderCard(card, { id: "msg_1.1", siteUrl: "https://octopus.test" })),
  "web.json": (card) => asJson(plainCard(card)),
};

describe.each(Object.keys(SAMPLE_CARDS))("the card %s", (name) => {
  it.each(Object.keys(RENDERERS))("looks as approved in %s", (renderer) => {
    const card = SAMPLE_CARDS[name];
    const render = RENDERERS[renderer];
    if (!card || !render) throw new Error("the table of samples changed under the test");
    const file = join(FOLDER, `${name}.${renderer}`);
    const rendered = render(card);
    if (UPDATE) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, rendered);
    }
    expect(rendered).toBe(readFileSync(file, "utf8"));
  });
});

describe("what machines say", () => {
  it("cannot act in any renderer", () => {
    const hostile = SAMPLE_CARDS["hostile"];
    if (!hostile) throw new Error("the hostile sample is gone");
    for (const render of Object.values(RENDERERS)) {
      expect(render(hostile)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
      );
    }
  });
});
