import { describe, expect, it } from "vitest";
import { nextRuns } from "../../../core/schedules/next-runs.ts";
import { instantFromText } from "../../../nlp/instant.ts";
import { parseLine } from "../../../nlp/parse-jsonl.ts";
import { whenLine } from "../../../nlp/when-jsonl.ts";
import { decodeWorld, worldCatalog } from "../../../nlp/world.ts";
import { builtInActions } from "../../support/language.ts";

const NOW = "2026-11-21T10:15:00";

describe("a line of messages", () => {
  const world = { agents: { A1: ["linux"] }, services: ["nginx"], tasks: { "7": "nightly backup" }, users: {} };
  const frame = (line: object) => parseLine({ id: "x", ...line }, world, builtInActions, NOW, "UTC").frame;

  it("keeps its id", () => {
    expect(parseLine({ id: 5, text: "help" }, world, builtInActions, NOW, "UTC").id).toBe(5);
  });

  it("knows the one machine that this machine can be", () => {
    expect(frame({ text: "how busy is this machine" }).targets).toEqual({ include: ["host:a1"], exclude: [] });
  });

  it("reads what came before in the thread", () => {
    expect(frame({ text: "again every hour", context: ["check disk space on a1"] })).toMatchObject({
      action: "disk.usage",
      schedule: { cron: "0 * * * *" },
    });
    expect(frame({ text: "a1", context: ["check disk space"] }).targets?.include).toEqual(["host:a1"]);
  });

  it("says what is wrong with a line of another shape", () => {
    expect(() => parseLine({ id: 1 }, world, builtInActions, NOW, "UTC")).toThrow(/another shape/);
    expect(() => parseLine({ text: "x" }, world, builtInActions, "soon", "UTC")).toThrow(/no instant/);
  });
});

describe("a line of schedules", () => {
  const when = (line: object) => whenLine({ id: 1, ...line }, builtInActions, NOW, "Europe/Paris", 2, nextRuns);

  it("gives the schedule and its next runs in UTC", () => {
    expect(when({ text: "check disk every weekday at 9" })).toEqual({
      id: 1,
      schedule: { kind: "cron", cron: "0 9 * * 1-5" },
      runs: ["2026-11-23T08:00:00.000Z", "2026-11-24T08:00:00.000Z"],
    });
  });

  it("takes a schedule as it is", () => {
    expect(when({ schedule: { kind: "interval", every: "PT1H" } }).runs).toEqual([
      "2026-11-21T10:15:00.000Z",
      "2026-11-21T11:15:00.000Z",
    ]);
  });

  it("invents none", () => {
    for (const text of ["banana", "every 0 minutes", "at 9:99", "on day 45", "3 times a week"])
      expect(when({ text })).toEqual({ id: 1, runs: [] });
  });
});

describe("a world file", () => {
  it("may leave parts out", () => {
    const decoded = decodeWorld({ agents: { Web: ["db"] } });
    expect(decoded.ok && worldCatalog(decoded.value, []).agents).toEqual([{ name: "web", labels: ["db"] }]);
  });

  it("of another shape is refused", () => {
    expect(decodeWorld({ agents: ["web-1"] }).ok).toBe(false);
  });
});

it("reads an instant with and without an offset", () => {
  expect(instantFromText("2026-11-21T10:15:00Z", "Europe/Paris")).toBe(Date.UTC(2026, 10, 21, 10, 15));
  expect(instantFromText("2026-11-21T10:15:00", "Europe/Paris")).toBe(Date.UTC(2026, 10, 21, 9, 15));
});
