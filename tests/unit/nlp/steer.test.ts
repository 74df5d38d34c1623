import { describe, expect, it } from "vitest";
import type { Catalog } from "../../../nlp/catalog.ts";
import { corpusCatalog, frameOf } from "../../support/language.ts";

const checked = frameOf("check disk space on all web servers every weekday at 9");
const catalog: Catalog = {
  ...corpusCatalog,
  aliases: [
    { name: "morning check", frame: checked },
    { name: "kick web", frame: frameOf('when I say "kick web" restart nginx on web-4') },
  ],
};
const withAliases = (text: string) => frameOf(text, {}, catalog);

describe("the name of a request", () => {
  it("stands for it", () => {
    const { intent, action, targets, schedule, assumed } = withAliases("morning check");
    expect({ intent, action, targets, schedule }).toEqual({
      intent: "task.create",
      action: "disk.usage",
      targets: checked.targets,
      schedule: checked.schedule,
    });
    expect(assumed?.[0]).toBe('"morning check" is the name of this request');
  });

  it("takes other machines, another time and a policy", () => {
    expect(withAliases("please run the morning check on db-1 at 10:30")).toMatchObject({
      action: "disk.usage",
      targets: { include: ["host:db-1"], exclude: [] },
      schedule: { kind: "once", at: "2026-11-21T10:30:00" },
    });
    expect(withAliases("kick web, retry twice")).toMatchObject({ action: "service.restart", policy: { retries: 2 } });
  });

  it("asks where what it stands for would ask", () => {
    expect(withAliases("kick web").confirm).toBeUndefined();
    expect(withAliases("kick web on production").confirm).toBe(true);
  });

  it("is nothing inside another sentence", () => {
    expect(withAliases("the morning check was slow").outcome).toBe("ignore");
    expect(withAliases("should we kick web now?").outcome).toBe("ignore");
  });
});

describe("sentences about Octopus itself", () => {
  it.each([
    [
      "until monday, hold the disk check please",
      { intent: "task.pause", ref: "18", query: { to: "2026-11-23T00:00:00" } },
    ],
    ["add @gina as a viewer", { intent: "user.add", ref: "gina", params: { role: "viewer" } }],
    [
      "apply the tags edge and canary to all db servers",
      { intent: "agent.assign", params: { labels: ["edge", "canary"] } },
    ],
    ["which machines have less than 10% free disk?", { intent: "agent.list", params: { field: "disk", below: "10%" } }],
    [
      "what servers have more than 30 days of uptime",
      { intent: "agent.list", params: { field: "uptime", above: "P30D" } },
    ],
    ["explain check disk on web-1", { intent: "explain", ref: "check disk on web-1" }],
    ["did the backup run last night?", { intent: "run.list", query: { task: "17", from: "2026-11-20T18:00:00" } }],
  ])("mean the same in any order: %s", (text, meant) => {
    expect(frameOf(text)).toMatchObject({ outcome: "act", ...meant });
  });

  it("are confirmed when only half the name of a task was said", () => {
    expect(frameOf("cancel the backup")).toMatchObject({
      intent: "task.cancel",
      ref: "17",
      confirm: true,
      assumed: ["the backup = nightly backup (task 17)"],
    });
  });

  it.each([
    "we paused the disk check until monday",
    "should we drain web-1?",
    "do not cancel the nightly backup",
    "if you cancel task 18 anna gets angry",
    "the freeze on production was lifted",
    "ben is a nice operator",
    "I think the nightly backup failed last night",
  ])("are nothing when they only tell: %s", (text) => {
    const { intent, outcome } = frameOf(text);
    expect(outcome === "ignore" || /list$|show$|^why$/.test(intent)).toBe(true);
  });
});
