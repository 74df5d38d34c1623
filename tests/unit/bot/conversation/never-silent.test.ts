import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConversationEngine } from "../../../../bot/conversation/conversation-engine.ts";
import { type Frame, INTENTS } from "../../../../core/model/frame.ts";
import { ROLES } from "../../../../core/model/user.ts";
import { anActor } from "../../../support/actors.ts";
import { aFrame, ConversationWorld } from "../../../support/conversation-world.ts";

const term = fc.constantFrom(
  "host:web-1",
  "host:nope",
  "label:web",
  "env:production",
  "os:linux",
  "all",
  "host:w*",
  "junk",
);
const when = fc.constantFrom("2026-11-21T00:00:00", "2026-11-22T00:00:00", "soon", "2030-01-01T00:00:00");
const name = fc.constantFrom(
  "web-1",
  "T-1",
  "R-1",
  "E-1",
  "P-1",
  "1",
  "check disk space",
  "__proto__",
  "constructor",
  "zzz",
  "",
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    intent: fc.constantFrom(...INTENTS),
    outcome: fc.constantFrom("act", "clarify", "ignore"),
    action: optional(fc.constantFrom("disk.usage", "service.restart", "shell.run", "no.such", "__proto__")),
    params: optional(fc.constantFrom({}, { service: "nginx" }, { service: 7 })),
    targets: optional(
      fc.record({ include: fc.array(term, { maxLength: 3 }), exclude: fc.array(term, { maxLength: 1 }) }),
    ),
    schedule: optional(
      fc.constantFrom(
        { kind: "cron", cron: "0 9 * * *" },
        { kind: "cron", cron: "bad" },
        { kind: "interval", every: "PT2M" },
      ),
    ),
    confirm: optional(fc.boolean()),
    clarify: optional(fc.constantFrom("service", "target", "schedule", "action", "zzz")),
    options: optional(fc.array(name, { maxLength: 3 })),
    ref: optional(name),
    query: optional(
      fc.record({
        status: optional(fc.constantFrom("failed", "constructor", "zzz")),
        from: optional(when),
        to: optional(when),
      }),
    ),
  })
  .map((parts) => aFrame(JSON.parse(JSON.stringify(parts)) as Partial<Frame>));

const anyText = fc.oneof(
  fc.constantFrom(
    "yes",
    "no",
    "confirm P-1",
    "cancel P-2",
    "web-1",
    "all 3",
    "retry R-1",
    "mark E-1 as failed",
    "why R-2",
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("whatever is said and however it is understood", () => {
  it("the answer is one card, and nothing breaks", async () => {
    const turn = fc.record({ text: anyText, frame: anyFrame, role: fc.constantFrom(...ROLES) });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (turns) => {
        const failures: unknown[] = [];
        const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
        const world = new ConversationWorld({ log: { ...log, error: (fields) => void failures.push(fields) } });
        let frame = aFrame({});
        world.engine = new ConversationEngine({ ...world.services, parse: () => ({ frame }) });
        for (const said of turns) {
          frame = said.frame;
          const { replies } = await world.say(said.text, { actor: anActor(said.role, "ada") });
          expect(replies).toHaveLength(1);
          expect(replies[0]?.card?.headline).not.toBe("");
        }
        expect(failures).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
