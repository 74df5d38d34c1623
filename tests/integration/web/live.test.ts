import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogChunk } from "../../../core/model/run.ts";
import { messageTable } from "../../../core/store/tables/conversation-table.ts";
import { runTable } from "../../../core/store/tables/run-table.ts";
import type { LiveAgentsDto, LiveLogDto, LiveMessageDto, WatchReplyDto } from "../../../web/contract/live.ts";
import { UNCHAINED } from "../../support/execution-rows.ts";
import { ask } from "./support/ask.ts";
import { NINE } from "./support/people.ts";
import { closed, openSocket } from "./support/sockets.ts";
import { startWeb, type WebWorld } from "./support/web-harness.ts";

async function watching(world: WebWorld, role: string, ...watches: readonly object[]) {
  const opened = await openSocket(world.url, "/live", { origin: world.url, cookie: `octo-session=sess-${role}` });
  if (opened.refused !== undefined) throw new Error(opened.refused);
  const replies: WatchReplyDto[] = [];
  for (const watch of watches)
    replies.push((await opened.socket.timeout(2000).emitWithAck("watch", watch)) as WatchReplyDto);
  return { ...opened, replies };
}

async function addRun(world: WebWorld, requestedBy: string): Promise<void> {
  await world.store.write((writer) =>
    writer.insert(runTable, [
      {
        id: "R-1",
        seq: 1,
        task_id: "T-1",
        fire_key: "req:R-1",
        state: "running",
        reason: null,
        due_at: NINE,
        trigger: "request",
        requested_by: requestedBy,
        requested_by_name: requestedBy,
        conversation_id: null,
        action: "disk.usage",
        params: {},
        policy: {},
        risk: "read",
        execution_count: 1,
        created_at: NINE,
        finished_at: null,
        ...UNCHAINED,
      },
    ]),
  );
}

async function saveMessage(world: WebWorld, conversationId: string, revision: number): Promise<void> {
  await world.store.write(async (writer) => {
    await writer.delete(messageTable, { id: "msg_1" });
    await writer.insert(messageTable, [
      {
        id: "msg_1",
        conversation_id: conversationId,
        seq: 1,
        direction: "out",
        user_id: null,
        text: "hello",
        card: { tone: "info", headline: "hello", lines: [] },
        topic: null,
        revision,
        created_at: NINE,
        updated_at: NINE,
      },
    ]);
    writer.afterCommit(() => world.events.emit("message.changed", { conversationId, messageId: "msg_1" }));
  });
}

const aChunk = (seq: number): LogChunk => ({
  executionId: "E-1" as LogChunk["executionId"],
  attempt: 1,
  seq,
  stream: "out",
  text: `line ${seq}`,
  at: NINE,
});

describe("the door for browsers", () => {
  it.each([
    ["without a session", (url: string) => ({ origin: url })],
    ["with a made-up session", (url: string) => ({ origin: url, cookie: "octo-session=guess" })],
    [
      "from another site, with the cookie",
      () => ({ origin: "https://evil.example", cookie: "octo-session=sess-admin" }),
    ],
    ["without saying where it comes from", () => ({ cookie: "octo-session=sess-admin" })],
    ["with a bearer token instead", (url: string) => ({ origin: url, authorization: "Bearer octo_pat_admin" })],
    [
      "under a foreign host name",
      () => ({ origin: "http://evil.example", host: "evil.example", cookie: "octo-session=sess-admin" }),
    ],
  ])("stays shut %s", async (_case, headersFor) => {
    const { url } = await startWeb();
    const headers = headersFor(url) as unknown as Record<string, string>;
    expect((await openSocket(url, "/live", headers)).refused).toBeDefined();
  });

  it("pushes a message of one's own conversation, as it is now", async () => {
    const world = await startWeb();
    const { received, replies } = await watching(world, "viewer", { conversationId: "cnv_viewer" });
    expect(replies).toEqual([{ ok: true }]);
    await saveMessage(world, "cnv_viewer", 3);
    const [pushed] = await received.atLeast<LiveMessageDto>("message", 1);
    expect(pushed).toMatchObject({ conversationId: "cnv_viewer", message: { id: "msg_1", revision: 3 } });
  });

  it("shows nobody another person's conversation, and an admin no more", async () => {
    const world = await startWeb();
    const { received, replies } = await watching(world, "admin", { conversationId: "cnv_viewer" }, { agents: true });
    expect(replies).toMatchObject([{ ok: false, code: "conversation.not-found" }, { ok: true }]);
    await saveMessage(world, "cnv_viewer", 1);
    world.events.emit("agent.changed", { agentId: "agt_web-1" });
    await received.atLeast("agents", 1);
    expect(received.all("message")).toEqual([]);
  });

  it("pushes the output of a run to those who may see it, and to others only that it changed", async () => {
    const world = await startWeb();
    await addRun(world, "usr_operator");
    const operator = await watching(world, "operator", { runId: "R-1" });
    const requester = await watching(world, "requester", { runId: "R-1" });
    world.events.emit("log.appended", { executionId: "E-1", runId: "R-1", chunks: [aChunk(0)] });
    world.events.emit("progress.reported", { executionId: "E-1", runId: "R-1", percent: 50, text: "half" });
    world.events.emit("run.changed", { runId: "R-1" });
    expect(await operator.received.atLeast<LiveLogDto>("log", 1)).toMatchObject([{ chunks: [{ text: "line 0" }] }]);
    await operator.received.atLeast("progress", 1);
    await requester.received.atLeast("run", 1);
    expect(requester.received.all("log")).toEqual([]);
    expect(requester.received.all("progress")).toEqual([]);
  });

  it("sends a torrent at most ten times a second, with nothing missing and in order", async () => {
    const world = await startWeb();
    await addRun(world, "usr_operator");
    const { received } = await watching(world, "operator", { runId: "R-1" });
    for (let seq = 0; seq < 150; seq += 1) {
      world.events.emit("log.appended", { executionId: "E-1", runId: "R-1", chunks: [aChunk(seq)] });
      world.events.emit("run.changed", { runId: "R-1" });
    }
    await received.atLeast("log", 2);
    const chunks = received.all<LiveLogDto>("log").flatMap((push) => push.chunks.map((chunk) => chunk.seq));
    expect(chunks).toEqual(Array.from({ length: 150 }, (_one, seq) => seq));
    expect(received.all("run").length).toBeLessThanOrEqual(2);
  });

  it("names all machines that changed in one push", async () => {
    const world = await startWeb();
    const { received } = await watching(world, "viewer", { agents: true });
    for (const agentId of ["agt_a", "agt_b", "agt_c", "agt_b"]) world.events.emit("agent.changed", { agentId });
    expect(await received.atLeast<LiveAgentsDto>("agents", 2)).toEqual([
      { agentIds: ["agt_a"] },
      { agentIds: ["agt_b", "agt_c"] },
    ]);
  });

  it("is silent about what is no longer watched", async () => {
    const world = await startWeb();
    const { socket, received } = await watching(world, "viewer", { conversationId: "cnv_viewer" }, { agents: true });
    expect(await socket.timeout(2000).emitWithAck("unwatch", { conversationId: "cnv_viewer" })).toEqual({ ok: true });
    await saveMessage(world, "cnv_viewer", 1);
    world.events.emit("agent.changed", { agentId: "agt_web-1" });
    await received.atLeast("agents", 1);
    expect(received.all("message")).toEqual([]);
  });

  it.each([
    ["the session ends", (world: WebWorld) => void world.sessions.delete("sess-operator")],
    [
      "the role changes",
      (world: WebWorld) => {
        const actor = world.sessions.get("sess-operator");
        if (actor) world.sessions.set("sess-operator", { ...actor, role: "viewer" });
      },
    ],
    [
      "the person signs out",
      async (world: WebWorld) => {
        await ask(world.url, "/api/v1/session", { method: "DELETE", as: "operator" });
      },
    ],
  ])("closes when %s, and others stay", async (_case, act) => {
    const world = await startWeb();
    const { socket } = await watching(world, "operator", { agents: true });
    const other = await watching(world, "viewer", { agents: true });
    await act(world);
    await closed(socket);
    expect(other.socket.connected).toBe(true);
  });

  it("refuses nonsense with a reason, and ends the socket after twenty times", async () => {
    const world = await startWeb();
    const { socket, replies } = await watching(world, "viewer", { runId: 7 }, { runId: "R-404" }, {});
    expect(replies).toMatchObject([
      { ok: false, code: "request.invalid" },
      { ok: false, code: "run.not-found" },
      { ok: false, code: "request.invalid" },
    ]);
    for (let count = 0; count < 20; count += 1) socket.emit("watch", count);
    await closed(socket);
  });

  it("survives random events", async () => {
    const world = await startWeb();
    const reserved = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];
    const name = fc.oneof(fc.constantFrom("watch", "unwatch", "message"), fc.string({ minLength: 1 }));
    const event = fc.record({ name, values: fc.array(fc.jsonValue(), { maxLength: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 15 }), async (sent) => {
        const { socket } = await watching(world, "viewer");
        for (const one of sent.filter((each) => !reserved.includes(each.name))) socket.emit(one.name, ...one.values);
        socket.disconnect();
      }),
      { numRuns: 40 },
    );
    expect((await ask(world.url, "/healthz")).status).toBe(200);
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});
