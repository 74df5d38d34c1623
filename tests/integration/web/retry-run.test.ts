import { describe, expect, it } from "vitest";
import type { Role } from "../../../core/model/user.ts";
import { API_PREFIX } from "../../../web/contract/routes.ts";
import { ask, problemIn } from "./support/ask.ts";
import { startWeb } from "./support/web-harness.ts";

interface Started {
  readonly run: Readonly<Record<string, unknown>>;
}
const TASK = { action: "disk.usage", params: {}, targets: { include: ["all"], exclude: [] } };

/** A run that was cancelled before any machine began. */
async function cancelledRun() {
  const { url } = await startWeb();
  const created = await ask(url, `${API_PREFIX}/tasks`, { as: "admin", json: TASK });
  const { id } = (created.json as { run: { id: string } }).run;
  await ask(url, `${API_PREFIX}/runs/${id}/cancel`, { as: "admin", method: "POST" });
  const retry = (json: object, more: { readonly as?: Role; readonly headers?: Record<string, string> } = {}) =>
    ask(url, `${API_PREFIX}/runs/${id}/retry`, { as: "admin", json, ...more });
  const runs = async () => (await ask(url, `${API_PREFIX}/runs`, { as: "admin" })).json as { items: { id: string }[] };
  return { id, retry, runs };
}

describe("an earlier run again, over REST", () => {
  it("makes a new run of exactly the machines that never began", async () => {
    const { id, retry } = await cancelledRun();
    const answer = await retry({ subset: "not-started" });
    expect(answer.status).toBe(201);
    expect((answer.json as Started).run).toMatchObject({ parentRunId: id, subset: "not-started", state: "running" });
  });

  it("makes one run, however often a request with one key arrives", async () => {
    const { retry, runs } = await cancelledRun();
    const headers = { "idempotency-key": "again-1" };
    const answers = [await retry({ subset: "all" }, { headers }), await retry({ subset: "all" }, { headers })];
    expect(new Set(answers.map((answer) => (answer.json as Started).run["id"])).size).toBe(1);
    expect((await runs()).items).toHaveLength(2);
    expect(problemIn(await retry({ subset: "not-started" }, { headers })).code).toBe("request.key-reused");
  });

  it.each([
    ["a part that no machine is in", { subset: "failed" }, "admin", "run.no-machine"],
    ["a part that does not exist", { subset: "unlucky" }, "admin", "request.invalid"],
    ["no part", {}, "admin", "request.invalid"],
    ["somebody who may not run it", { subset: "all" }, "viewer", "access.denied"],
  ] as const)("refuses %s, and makes nothing", async (_what, json, as, code) => {
    const { retry, runs } = await cancelledRun();
    expect(problemIn(await retry(json, { as })).code).toBe(code);
    expect((await runs()).items).toHaveLength(1);
  });

  it("refuses while the run is under way", async () => {
    const { url } = await startWeb();
    const created = await ask(url, `${API_PREFIX}/tasks`, { as: "admin", json: TASK });
    const path = `${API_PREFIX}/runs/${(created.json as { run: { id: string } }).run.id}/retry`;
    expect(problemIn(await ask(url, path, { as: "admin", json: { subset: "all" } })).code).toBe("request.conflict");
  });
});
