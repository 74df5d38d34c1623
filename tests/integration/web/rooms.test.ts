import { describe, expect, it } from "vitest";
import { roomSettingTable } from "../../../core/store/tables/room-table.ts";
import { API_PREFIX } from "../../../web/contract/routes.ts";
import { ask, problemIn } from "./support/ask.ts";
import { startWeb } from "./support/web-harness.ts";

const ROOMS = `${API_PREFIX}/rooms`;
const OPS = "slack/T1/C1";
const WEB = { include: ["host:web-1"], exclude: [] };

async function start() {
  const world = await startWeb();
  const by = { next_at: null, by_id: "usr_admin", by_name: "admin", set_at: 1 };
  const hours = { from: "22:00", to: "07:00", timeZone: "Europe/Paris" };
  await world.store.write((writer) =>
    writer.insert(roomSettingTable, [
      { ...by, scope: OPS, kind: "default", name: "#ops", value: { targets: { include: ["all"], exclude: [] } } },
      { ...by, scope: OPS, kind: "quiet", name: "#ops", value: hours },
      { ...by, scope: "user/usr_viewer", kind: "quiet", name: "viewer", value: hours },
      { ...by, scope: "web/cnv_1", kind: "default", name: "", value: { targets: WEB } },
    ]),
  );
  const list = async (as: "viewer" | "operator") => {
    const { items } = (await ask(world.url, ROOMS, { as })).json as { items: { scope: string; kind: string }[] };
    return items.map(({ scope, kind }) => `${kind} of ${scope}`);
  };
  return { ...world, list };
}

describe("what channels mean, over REST", () => {
  it("is shown to everybody, what is private to nobody else", async () => {
    const { list } = await start();
    expect(await list("operator")).toEqual([`default of ${OPS}`, `quiet of ${OPS}`]);
    expect(await list("viewer")).toEqual([`default of ${OPS}`, `quiet of ${OPS}`, "quiet of user/usr_viewer"]);
  });

  it("is changed and removed by operators, and not where nothing was said or nothing is meant", async () => {
    const { url, list, audited } = await start();
    const change = (as: "viewer" | "operator", json: object) => ask(url, ROOMS, { as, method: "PATCH", json });
    expect((await change("viewer", { scope: OPS, targets: WEB })).status).toBe(403);
    const changed = await change("operator", { scope: OPS, targets: WEB });
    expect([changed.status, changed.json]).toMatchObject([200, { name: "#ops", targets: WEB, byName: "operator" }]);
    const nobody = await change("operator", { scope: OPS, targets: { include: ["host:mars"], exclude: [] } });
    expect(problemIn(nobody)).toMatchObject({ code: "run.no-machine" });
    const hours = await change("operator", { scope: OPS, from: "20:00", to: "08:00" });
    expect(hours.json).toMatchObject({ from: "20:00", to: "08:00", timeZone: "Europe/Paris" });
    expect((await change("operator", { scope: OPS, from: "20:00", to: "20:00" })).status).toBe(400);
    expect((await change("operator", { scope: "web/cnv_1", targets: WEB })).status).toBe(404);
    const remove = `${ROOMS}/default/${encodeURIComponent(OPS)}`;
    expect((await ask(url, remove, { as: "operator", method: "DELETE" })).status).toBe(204);
    expect((await ask(url, remove, { as: "operator", method: "DELETE" })).status).toBe(404);
    expect(await list("operator")).toEqual([`quiet of ${OPS}`]);
    const done = audited.filter(({ decision }) => decision === "allowed").map(({ action }) => action);
    expect(done).toEqual(["room.default", "room.quiet", "room.default.clear"]);
    expect(audited.filter(({ decision }) => decision !== "allowed").map(({ action }) => action)).toEqual([
      "room.change",
    ]);
  });
});
