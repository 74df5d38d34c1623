import { describe, expect, it } from "vitest";
import { validator } from "../../../../core/kernel/validator.ts";
import type { Task } from "../../../../core/model/task.ts";
import { taskDto, taskRequest } from "../../../../web/api/task-dto.ts";
import { taskSchema } from "../../../../web/contract/task.ts";

const aTask = (change: Partial<Task> = {}): Task => ({
  id: "T-1" as Task["id"],
  name: "check disk space",
  state: "active",
  action: "disk.usage",
  params: {},
  targets: { include: ["host:web-1"], exclude: [] },
  schedule: undefined,
  policy: {},
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  then: [],
  ownerId: "usr_1" as Task["ownerId"],
  conversationId: undefined,
  text: "",
  nextDueAt: undefined,
  firedCount: 0,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
  ...change,
});

describe("taskDto", () => {
  it("leaves out what is absent and fits its schema", () => {
    const dto = taskDto(aTask());
    expect(validator(taskSchema)(dto)).toMatchObject({ ok: true });
    expect(Object.keys(dto)).not.toContain("schedule");
  });

  it.each([
    [{}, { type: "Adhoc", ownership: "Specific", status: "Created" }],
    [
      { schedule: { kind: "interval", every: "PT2M" }, firedCount: 3 },
      { type: "Interval", status: "Active" },
    ],
    [
      { schedule: { kind: "cron", cron: "0 9 * * *" }, state: "cancelled" },
      { type: "Scheduled", status: "Done" },
    ],
    [{ targets: { include: ["all"], exclude: [] } }, { ownership: "ALL" }],
    [{ targets: { include: ["all"], exclude: ["host:db-1"] } }, { ownership: "Specific" }],
    [{ targets: { include: ["all"], exclude: [] }, policy: { pick: 1 } }, { ownership: "Anyone" }],
  ] as const)("says it in the words of the original documents: case %#", (change, words) => {
    expect(taskDto(aTask(change))).toMatchObject(words);
  });
});

describe("taskRequest", () => {
  it("fills in what was not said with nothing", () => {
    const targets = { include: ["all"], exclude: [] };
    expect(taskRequest({ action: "disk.usage", targets })).toEqual({
      action: "disk.usage",
      targets,
      params: {},
      policy: {},
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      then: [],
      text: "",
    });
  });
});
