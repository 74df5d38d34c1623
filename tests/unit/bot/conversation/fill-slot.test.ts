import { describe, expect, it } from "vitest";
import { fillSlot } from "../../../../bot/conversation/fill-slot.ts";
import type { Asked } from "../../../../bot/conversation/question-log.ts";
import type { Catalog } from "../../../../nlp/catalog.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { aFrame } from "../../../support/conversation-world.ts";

const param = (type: "string" | "integer" | "boolean" | "array") => ({ type, title: type });
const catalog: Catalog = {
  agents: [{ name: "web-1", labels: ["web"] }],
  services: [],
  tasks: [],
  users: [],
  actions: [
    anAction({
      params: {
        type: "object",
        properties: {
          service: param("string"),
          count: param("integer"),
          deep: param("boolean"),
          names: param("array"),
        },
        additionalProperties: false,
      },
    }),
  ],
};
const asked = (slot: string, options?: readonly string[]): Asked => ({
  frame: aFrame({
    action: "disk.usage",
    outcome: "clarify",
    clarify: slot,
    params: { kept: 1 },
    ...(options && { options }),
  }),
  text: "check disk",
  slot,
});

describe("an answer to a question", () => {
  it.each([
    ["service", "nginx", "nginx"],
    ["count", " 12 ", 12],
    ["count", "80%", 80],
    ["deep", "yes", true],
    ["names", "curl, git", ["curl", "git"]],
  ])("for %s: %j completes the request", (slot, answer, value) => {
    const filled = fillSlot(asked(slot), answer, catalog);
    expect(filled?.frame).toMatchObject({ outcome: "act", params: { kept: 1, [slot]: value } });
    expect(filled?.frame.clarify).toBeUndefined();
  });

  it.each([
    ["web-1", "host:web-1"],
    ["on WEB-1", "host:web-1"],
    ["web", "label:web"],
    ["all 3", "all"],
    ["everywhere", "all"],
  ])("for the machine: %j means %s", (answer, term) => {
    expect(fillSlot(asked("target"), answer, catalog)?.frame.targets?.include).toEqual([term]);
  });

  it.each(["web-7", "maybe", "w", ""])("for the machine: %j is no machine, and never all of them", (answer) => {
    expect(fillSlot(asked("target"), answer, catalog)).toBeUndefined();
  });

  it("of the wrong type or length is none", () => {
    expect(fillSlot(asked("count"), "many", catalog)).toBeUndefined();
    expect(fillSlot(asked("deep"), "perhaps", catalog)).toBeUndefined();
    expect(fillSlot(asked("service"), "x".repeat(201), catalog)).toBeUndefined();
    expect(fillSlot(asked("nonsense"), "x", catalog)).toBeUndefined();
  });

  it("that was offered is exact, whatever its case", () => {
    expect(fillSlot(asked("service", ["nginx"]), "NGINX", catalog)).toMatchObject({
      exact: true,
      frame: { params: { service: "nginx" } },
    });
    expect(fillSlot(asked("service", ["nginx"]), "ssh", catalog)?.exact).toBe(false);
  });
});
