import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { problemIn } from "../web/support/ask.ts";
import { aResult, Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

const REQUEST = { action: "journal.write", params: { entry: "k1" }, targets: { include: ["host:web-1"], exclude: [] } };

describe("S11: what was recorded and is sent again", () => {
  let victim: Victim;
  let machine: Machine;
  beforeAll(async () => {
    victim = await Victim.start();
    machine = await Machine.join(victim, "web-1");
  });
  afterAll(async () => {
    machine.hangUp();
    await victim.stop();
  });

  it("proves nothing on another connection: a hello is good for its own challenge", async () => {
    const { hello } = await machine.connect();
    for (const again of [hello, { ...hello, boot: hello.boot + 1 }]) {
      const { socket } = await machine.dial();
      expect(await socket.timeout(5000).emitWithAck("hello", again)).toMatchObject({ code: "agent.proof-refused" });
    }
    expect(victim.composed.core.directory.get(machine.id)?.state).toBe("active");
  });

  it("starts nothing twice and changes no result when the frames of an attempt come again", async () => {
    machine.received.length = 0;
    const { socket } = await machine.connect();
    const created = await victim.as("admin", "/tasks", { json: REQUEST });
    const [{ id: execution = "" } = {}] = (created.json as CreatedTask).executions;
    await machine.told("offer");
    const frames = [
      [{ type: "want", execution, attempt: 1, nonce: "abcdefgh" }],
      [aResult(execution, { response: { ok: true, headline: "first", data: {} } })],
    ];
    socket.emit("messages", frames[0]);
    await machine.told("go");
    socket.emit("messages", frames[1]);
    await machine.told("rack");
    machine.received.length = 0;
    const later = await machine.connect();
    for (const frame of frames) later.socket.emit("messages", frame);
    await machine.told("rack");
    expect(await machine.told("no")).toMatchObject({ execution });
    const results = await victim.as("admin", `/executions/${execution}/results`);
    expect(results.json).toMatchObject({ execution: { state: "succeeded", headline: "first" }, attempts: [{}] });
  });

  it("opens nothing with the cookie of a session that was ended", async () => {
    const { cookie } = await victim.signIn();
    const show = async () => (await victim.ask("/session", { headers: { cookie } })).status;
    expect(await show()).toBe(200);
    expect((await victim.ask("/session", { method: "DELETE", headers: { cookie } })).status).toBe(204);
    expect(await show()).toBe(401);
  });

  it("makes one task of a request with a key, however often it comes, and answers the same", async () => {
    const headers = { "idempotency-key": "deploy-1" };
    const send = (json: object = REQUEST) => victim.as("admin", "/tasks", { json, headers });
    const [first, ...others] = await Promise.all([send(), send(), send()]);
    const made = first?.json as CreatedTask;
    for (const other of [...others, await send()]) {
      expect(other.status).toBe(201);
      expect(other.json).toMatchObject({ task: { id: made.task.id }, run: { id: made.run?.id } });
      expect((other.json as CreatedTask).executions).toHaveLength(1);
    }
    const run = (key: string) =>
      victim.as("admin", `/tasks/${made.task.id}/run`, { method: "POST", headers: { "idempotency-key": key } });
    const again = (await run("again-1")).json as CreatedTask;
    expect(again.run?.id).not.toBe(made.run?.id);
    expect((await run("again-1")).json).toMatchObject({ run: { id: again.run?.id } });
    expect(problemIn(await run("deploy-1")).code).toBe("request.key-reused");
    expect(problemIn(await send({ ...REQUEST, params: { entry: "k2" } })).code).toBe("request.key-reused");
    const foreign = await victim.as("operator", "/tasks", { json: REQUEST, headers });
    expect((foreign.json as CreatedTask).task.id).not.toBe(made.task.id);
  });

  it.each(["", "a b", "x".repeat(201), "é"])("takes no key that is none: %j", async (key) => {
    const answer = await victim.as("admin", "/tasks", { json: REQUEST, headers: { "idempotency-key": key } });
    expect(problemIn(answer).code).toBe("request.invalid");
  });
});
