import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES } from "../../../core/model/user.ts";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { problemIn } from "../web/support/ask.ts";
import { aResult, Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

const TARGETS = { include: ["host:web-1"], exclude: [] };
const READ = { action: "journal.repeat", params: { entry: "m1" }, targets: TARGETS };
const CHANGE = { action: "journal.write", params: { entry: "k1" }, targets: TARGETS };

/** Whether one role may touch what another one owns; the flat rights by route are in the tests of the routes. */
describe("S05: what is somebody else's", () => {
  let victim: Victim;
  let machine: Machine;
  let task: CreatedTask;
  const execution = () => task.executions[0]?.id ?? "";
  beforeAll(async () => {
    victim = await Victim.start();
    machine = await Machine.join(victim, "web-1");
    const { socket } = await machine.connect();
    task = (await victim.as("admin", "/tasks", { json: READ })).json as CreatedTask;
    await machine.told("offer");
    socket.emit("messages", [{ type: "want", execution: execution(), attempt: 1, nonce: "abcdefgh" }]);
    await machine.told("go");
    const response = { ok: true, headline: "secret headline", data: { secret: "secret data" } };
    socket.emit("messages", [
      { type: "log", execution: execution(), attempt: 1, seq: 0, stream: "out", text: "secret log", sinceStartMs: 1 },
      aResult(execution(), { response, logChunks: 1 }),
    ]);
    await machine.told("rack");
  });
  afterAll(async () => {
    machine.hangUp();
    await victim.stop();
  });

  it("shows a requester that it ran, and nothing of what it said", async () => {
    const role = "requester";
    const paths = ["", "/results", "/logs"].map((part) => `/executions/${execution()}${part}`);
    for (const path of [...paths, "/executions", `/runs/${task.run?.id}/executions`, `/runs/${task.run?.id}`]) {
      const { text } = await victim.as(role, path);
      expect(text, path).not.toContain("secret");
    }
    expect((await victim.as(role, `/executions/${execution()}`)).status).toBe(200);
    expect((await victim.as(role, `/executions/${execution()}/logs`)).status).toBe(403);
  });

  it.each(ROLES)("is a conversation that a %s cannot read, write or put a card into", async (role) => {
    const owner = role === "admin" ? "operator" : "admin";
    const { id } = (await victim.as(owner, "/conversations", { json: {} })).json as { id: string };
    const say = { text: "help", clientMessageId: "c1" };
    const answers = [
      await victim.as(role, `/conversations/${id}`),
      await victim.as(role, `/conversations/${id}/messages`),
      await victim.as(role, `/conversations/${id}/messages`, { json: say }),
      await victim.as(role, "/tasks", { json: { ...READ, conversationId: id } }),
    ];
    expect(answers.map((answer) => problemIn(answer).code)).toEqual(Array(4).fill("conversation.not-found"));
    const own = await victim.as(owner, `/conversations/${id}/messages`);
    expect((own.json as { items: object[] }).items).toEqual([]);
  });

  it("are tokens that nobody else sees or revokes", async () => {
    const made = await victim.as("admin", "/tokens", { json: { name: "laptop" } });
    const { token, secret } = made.json as { token: { id: string }; secret: string };
    for (const role of ["viewer", "requester", "operator", "approver"] as const) {
      expect((await victim.as(role, "/tokens")).text).not.toContain(token.id);
      expect((await victim.as(role, `/tokens/${token.id}`, { method: "DELETE" })).status).toBe(404);
    }
    expect((await victim.ask("/session", { bearer: secret })).status).toBe(200);
    const listed = await victim.as("admin", "/tokens");
    const { items } = listed.json as { items: { id: string; lastUsedAt?: number }[] };
    expect(items.find(({ id }) => id === token.id)?.lastUsedAt).toBeGreaterThan(0);
    expect(listed.text).not.toContain(secret);
  });

  it.each(["viewer", "requester"] as const)(
    "is a task that a %s can neither change nor end nor start",
    async (role) => {
      const id = (task as { task: { id: string } }).task.id;
      const refused = [
        await victim.as(role, `/tasks/${id}`, { method: "PATCH", json: { name: "mine" } }),
        await victim.as(role, `/tasks/${id}`, { method: "DELETE" }),
        await victim.as(role, `/tasks/${id}/cancel`, { method: "POST" }),
        await victim.as(role, `/runs/${task.run?.id}/cancel`, { method: "POST" }),
        await victim.as(role, `/executions/${execution()}/settle`, { json: { as: "retry" } }),
      ];
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
      expect((await victim.as(role, "/tasks", { json: CHANGE })).status).toBe(403);
      const audit = await victim.as("admin", "/audit?limit=20");
      expect(
        (audit.json as { items: { decision: string }[] }).items.some(({ decision }) => decision === "refused"),
      ).toBe(true);
    },
  );

  it.each([
    ["demoted", { role: "viewer" }],
    ["disabled", { state: "disabled" }],
  ])("is out of reach at once for somebody who was %s", async (_word, change) => {
    const fresh = await Victim.start();
    expect((await fresh.as("operator", "/conversations", { json: {} })).status).toBe(201);
    const { items } = (await fresh.as("admin", "/users")).json as { items: { id: string; name: string }[] };
    const id = items.find(({ name }) => name === "operator")?.id ?? "";
    expect((await fresh.as("admin", `/users/${id}`, { method: "PATCH", json: change })).status).toBe(200);
    expect((await fresh.as("operator", "/tasks", { json: CHANGE })).status).toBeOneOf([401, 403]);
    await fresh.stop();
  });
});
