import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_MESSAGE, parse } from "../../../nlp/parse.ts";
import { worldCatalog } from "../../../nlp/world.ts";
import { builtInActions, corpusCatalog, frameOf, SATURDAY } from "../../support/language.ts";

const context = { now: SATURDAY, timeZone: "Europe/Paris", addressed: true } as const;

describe("the same request, typed, pasted or sent from a phone", () => {
  const plain = "tail 20 lines of /var/log/syslog on web-3";
  it.each([
    ["capitals and a full stop", "Tail 20 lines of /var/log/syslog on web-3."],
    ["no-break spaces", "tail\u00a020\u00a0lines of /var/log/syslog on\u00a0web-3"],
    ["a typographic dash in the name", "tail 20 lines of /var/log/syslog on web\u20113"],
    ["a Slack link for the host", "tail 20 lines of /var/log/syslog on <http://web-3|web-3>"],
    ["a mention in front", "<@U024BE7LH> tail 20 lines of /var/log/syslog on web-3"],
    ["the name of the bot", "octopus, tail 20 lines of /var/log/syslog on web-3"],
    ["politeness around", "hi, could you please tail 20 lines of /var/log/syslog on web-3, thanks!"],
    ["an emoji", "tail 20 lines of /var/log/syslog on web-3 🙏"],
    ["an emoji by name", "tail 20 lines of /var/log/syslog on web-3 :pray:"],
    ["a path in quotes", "tail 20 lines of “/var/log/syslog” on web-3"],
    ["number words", "tail twenty lines of /var/log/syslog on web-3"],
    ["blanks everywhere", "  tail  20   lines of /var/log/syslog  on web-3  "],
  ])("is the same with %s", (_name, text) => {
    const { action, params, targets } = frameOf(text);
    const { action: wanted, params: values, targets: machines } = frameOf(plain);
    expect({ action, params, targets }).toEqual({ action: wanted, params: values, targets: machines });
  });
});

describe("spans", () => {
  it("point into the message as it was typed", () => {
    const text = "hey <@U024BE7LH>, restart “nginx” on <http://web-3|web-3> at 18:00";
    const { spans } = frameOf(text);
    const said = Object.fromEntries(spans.map(({ start, end, slot }) => [slot, text.slice(start, end)]));
    expect(said).toMatchObject({ action: "restart", service: "“nginx”", schedule: "at 18:00" });
    expect(said["targets"]).toContain("web-3");
  });

  it("lie inside the message whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
        for (const { start, end } of frameOf(text).spans) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a message", () => {
  it("means the same every time, byte for byte", () => {
    const text = "restart nginx on all web servers every weekday at 9, retry twice";
    expect(JSON.stringify(parse(text, corpusCatalog, context))).toBe(
      JSON.stringify(parse(text, corpusCatalog, context)),
    );
  });

  it("of any words of the language never throws", () => {
    const words =
      "restart check disk on web-1 every 5 minutes at 9 until friday then if it fails except all the of to between and 25% `x` * * * * * 1st last T-1 no again".split(
        " ",
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (list) => {
        expect(frameOf(list.join(" ")).score).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_500 },
    );
  });

  it("at the limit is read, and above it says so", () => {
    const text = "restart nginx on web-4".padEnd(LONGEST_MESSAGE, " ");
    expect(frameOf(text).action).toBe("service.restart");
    expect(frameOf(`${text} `)).toMatchObject({
      intent: "out_of_scope",
      outcome: "ignore",
      assumed: ["The message has 2001 characters; at most 2000 are read."],
    });
  });

  it("that nobody meant for the bot may not confirm anything", () => {
    expect(frameOf("yes", { addressed: false }).outcome).toBe("ignore");
    expect(frameOf("yes", { addressed: false, question: { kind: "confirm", id: "P-1" } }).outcome).toBe("act");
  });

  it("explains how it was understood, and what else it could have been", () => {
    const { trace, alternatives } = parse("show load on web-1 at 9", corpusCatalog, context);
    expect(trace.map(({ stage }) => stage)).toEqual(expect.arrayContaining(["read", "time", "targets", "meaning"]));
    for (const { score } of alternatives) expect(score).toBeLessThanOrEqual(1);
  });
});

describe("a risky request", () => {
  it.each([
    ["restart nginx on web-4", undefined],
    ["restart nginx on all machines", true],
    ["restart nginx on production", true],
    ["retsart nginx on web-4", true],
    ["restart nginx on web-4 gracefully", true],
    ["check disk space on all machines", undefined],
    ["run the command `uptime` on web-4", true],
    ["check disk space on web-4, then restart nginx on all machines", true],
  ])("%s: confirm %s", (text, confirm) => {
    expect(frameOf(text).confirm).toBe(confirm);
  });
});

describe("thousands of machines and hundreds of actions", () => {
  it("leave the meaning as it is", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => [`node-${index}`, ["rack"]] as const);
    const actions = [
      ...builtInActions,
      ...Array.from({ length: 180 }, (_, index) => ({
        ...builtInActions[0]!,
        name: `extra.a${index}`,
        phrases: [`frobnicate unit${index}`],
        synonyms: {},
        negativeExamples: [],
      })),
    ];
    const catalog = worldCatalog({ agents: Object.fromEntries(many), services: ["nginx"] }, actions);
    expect(frameOf("restart nginx on node-2999 every day at 9", {}, catalog)).toMatchObject({
      action: "service.restart",
      targets: { include: ["host:node-2999"] },
    });
    expect(frameOf("frobnicate unit179 on all rack machines", {}, catalog).action).toBe("extra.a179");
  });
});

describe("an open question", () => {
  const asked = frameOf("restart on web-4");
  const question = { kind: "clarify", id: "P-7", slot: "service", options: asked.options ?? [], frame: asked } as const;

  it.each([["redis"], ["the second one"], ["2"], ["redis please"]])("takes %s as its answer", (text) => {
    expect(frameOf(text, { question })).toMatchObject({
      outcome: "act",
      action: "service.restart",
      params: { service: "redis" },
    });
  });

  it("gives way to a whole new request", () => {
    expect(frameOf("check disk space on web-1", { question }).action).toBe("disk.usage");
  });

  it("of yes or no takes a stop as no", () => {
    expect(frameOf("stop", { question: { kind: "confirm", id: "P-8" } }).intent).toBe("deny");
  });
});
