import { describe, expect, it } from "vitest";
import { runTable } from "../../../core/store/tables/run-table.ts";
import { API_PREFIX } from "../../../web/contract/routes.ts";
import { addRun } from "../../support/run-history.ts";
import { ask, problemIn } from "./support/ask.ts";
import { startWeb } from "./support/web-harness.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const freeze = {
  targets: { include: ["host:web-1"], exclude: [] },
  endsAt: Date.UTC(2099, 0, 1),
  reason: "release week",
};

async function withLedger(count: number) {
  const world = await startWeb();
  for (let seq = 1; seq <= count; seq += 1) {
    await addRun(world.store, { seq, createdAt: NOON, taskId: "T-1", executions: 0 });
    const missed =
      seq % 2 === 0 ? { state: "missed", cause: "down", reason: "I was not running." } : { cause: "on-time" };
    // Several due times are alike, so that pages end in the middle of them.
    const change = { trigger: "schedule", due_at: NOON - Math.floor(seq / 3) * 60_000, ...missed };
    await world.store.write((writer) => writer.update(runTable, { id: `R-${seq}` }, change));
  }
  return world;
}

interface Listed {
  readonly items: readonly { readonly runId: string }[];
  readonly next?: string;
}

describe("the ledger over REST", () => {
  it("gives every row once over its pages, the latest due time first", async () => {
    const { url } = await withLedger(11);
    const ids: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = (await ask(url, `${API_PREFIX}/ledger?limit=4${from}`, { as: "viewer" })).json as Listed;
      ids.push(...page.items.map((item) => item.runId));
      cursor = page.next;
    }
    expect(ids).toHaveLength(11);
    expect(new Set(ids).size).toBe(11);
  });

  it("filters by task, due time, cause and what was missed", async () => {
    const { url } = await withLedger(11);
    const ids = async (query: string) =>
      ((await ask(url, `${API_PREFIX}/ledger?${query}`, { as: "viewer" })).json as Listed).items.map(
        (item) => item.runId,
      );
    expect(await ids("missed=true")).toHaveLength(5);
    expect(await ids("cause=on-time&cause=late")).toHaveLength(6);
    expect(await ids("task=T-2")).toEqual([]);
    expect(await ids(`from=${NOON - 60_000}&to=${NOON}`)).toHaveLength(3);
  });
});

describe("freezes over REST", () => {
  it("are started by an operator, seen by everybody, and ended by who made them", async () => {
    const { url, audited } = await startWeb();
    const started = await ask(url, `${API_PREFIX}/freezes`, { as: "operator", json: freeze });
    expect([started.status, started.json]).toMatchObject([201, { id: "F-1", biting: true, risk: "change" }]);
    const list = (await ask(url, `${API_PREFIX}/freezes`, { as: "viewer" })).json;
    expect(list).toMatchObject({ items: [{ id: "F-1", reason: "release week" }] });
    const end = `${API_PREFIX}/freezes/F-1/end`;
    expect(problemIn(await ask(url, end, { as: "approver", json: {}, method: "POST" })).code).toBe("access.denied");
    expect((await ask(url, end, { as: "operator", method: "POST" })).json).toMatchObject({ biting: false });
    expect(problemIn(await ask(url, end, { as: "operator", method: "POST" })).code).toBe("request.conflict");
    expect(audited.map(({ action }) => action)).toEqual(expect.arrayContaining(["freeze.start", "freeze.end"]));
  });

  it.each([
    [{ ...freeze, targets: { include: ["host:nowhere"], exclude: [] } }, "run.no-machine"],
    [{ ...freeze, endsAt: 5 }, "request.invalid"],
    [{ ...freeze, risk: "mild" }, "request.invalid"],
  ])("that make no sense are refused", async (json, code) => {
    const { url } = await startWeb();
    expect(problemIn(await ask(url, `${API_PREFIX}/freezes`, { as: "operator", json })).code).toBe(code);
  });

  it("that do not exist are not found", async () => {
    const { url } = await startWeb();
    expect(problemIn(await ask(url, `${API_PREFIX}/freezes/F-9`, { as: "viewer" })).code).toBe("freeze.not-found");
  });
});

describe("calendars over REST", () => {
  it("are saved by an administrator from dates or an ICS file, listed to everybody, and deleted", async () => {
    const { url } = await startWeb();
    const path = `${API_PREFIX}/calendars`;
    const dates = { name: "de", dates: ["2026-12-26", "2026-12-25", "2026-12-25"] };
    expect(problemIn(await ask(url, path, { as: "approver", json: dates })).code).toBe("access.denied");
    expect((await ask(url, path, { as: "admin", json: dates })).json).toMatchObject({ name: "de", dayCount: 2 });
    const ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\nEND:VCALENDAR";
    expect((await ask(url, path, { as: "admin", json: { name: "de", ics } })).json).toMatchObject({ dayCount: 1 });
    expect((await ask(url, path, { as: "viewer" })).json).toMatchObject({ items: [{ name: "de", dayCount: 1 }] });
    expect((await ask(url, `${path}/de`, { as: "admin", method: "DELETE" })).status).toBe(204);
    const gone = await ask(url, `${path}/de`, { as: "admin", method: "DELETE" });
    expect(problemIn(gone).code).toBe("calendar.not-found");
  });
});

describe("changing a schedule over REST", () => {
  const request = {
    action: "disk.usage",
    targets: { include: ["host:web-1"], exclude: [] },
    schedule: { kind: "interval", every: "PT1H", tz: "UTC" },
  };
  const task = `${API_PREFIX}/tasks/T-1`;

  async function withTask() {
    const world = await startWeb();
    await ask(world.url, `${API_PREFIX}/tasks`, { as: "operator", json: request });
    return world;
  }

  it("shows the next five times as they will be, and changes nothing", async () => {
    const { url } = await withTask();
    const json = { policy: { retries: 2 } };
    const shown = (await ask(url, `${task}/preview`, { as: "operator", json })).json as { readonly nextRuns: number[] };
    const { nextDueAt, policy } = (await ask(url, task, { as: "operator" })).json as {
      readonly nextDueAt: number;
      readonly policy: object;
    };
    expect(shown).toMatchObject({ allowed: true, problems: [] });
    expect(shown.nextRuns).toEqual([0, 1, 2, 3, 4].map((step) => nextDueAt + step * 3_600_000));
    expect(policy).toEqual({});
  });

  it("says before saving what is wrong, and to somebody else that it is not theirs", async () => {
    const { url } = await withTask();
    const json = { policy: { jitter: "PT2H" } };
    const shown = (await ask(url, `${task}/preview`, { as: "operator", json })).json;
    expect(shown).toMatchObject({ problems: [expect.stringContaining("jitter")] });
    const foreign = (await ask(url, `${task}/preview`, { as: "approver", json: { policy: {} } })).json;
    expect(foreign).toMatchObject({ allowed: false, why: expect.stringContaining("owner") });
  });

  it("pauses until a moment to come, and says until when", async () => {
    const { url } = await withTask();
    const until = Date.UTC(2099, 0, 1);
    const past = await ask(url, `${task}/pause`, { as: "operator", json: { until: 5 } });
    expect(problemIn(past).code).toBe("request.invalid");
    const paused = (await ask(url, `${task}/pause`, { as: "operator", json: { until } })).json;
    expect(paused).toMatchObject({ state: "paused", pausedUntil: until });
    const resumed = (await ask(url, `${task}/resume`, { as: "operator", method: "POST" })).json;
    expect(resumed).toMatchObject({ state: "active" });
    expect(resumed).not.toHaveProperty("pausedUntil");
  });
});

describe("limits over REST", () => {
  it("are set, listed and lifted, each with its right", async () => {
    const { url } = await startWeb();
    const body = { most: 2, targets: { include: ["host:web-1"], exclude: [] } };
    const refused = await ask(url, `${API_PREFIX}/limits`, { as: "requester", json: body });
    expect(problemIn(refused)).toMatchObject({ code: "access.denied" });
    const set = await ask(url, `${API_PREFIX}/limits`, { as: "operator", json: body });
    expect([set.status, set.json]).toMatchObject([201, { id: "L-1", most: 2, what: "runs on host:web-1" }]);
    const listed = await ask(url, `${API_PREFIX}/limits`, { as: "viewer" });
    expect(listed.json).toMatchObject({ items: [{ id: "L-1" }] });
    const none = await ask(url, `${API_PREFIX}/limits`, { as: "operator", json: { most: 2 } });
    expect(problemIn(none)).toMatchObject({ code: "request.invalid" });
    expect((await ask(url, `${API_PREFIX}/limits/L-1`, { as: "operator", method: "DELETE" })).status).toBe(200);
    const gone = await ask(url, `${API_PREFIX}/limits/L-1`, { as: "operator", method: "DELETE" });
    expect(problemIn(gone)).toMatchObject({ code: "limit.not-found" });
  });
});
