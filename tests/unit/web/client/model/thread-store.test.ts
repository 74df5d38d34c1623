import { describe, expect, it } from "vitest";
import { NEW_THREAD, type ThreadPorts, ThreadStore } from "../../../../../web/client/model/thread-store.ts";
import type { MessageDto } from "../../../../../web/contract/conversation.ts";

/** A server with one conversation, which answers everything with one card and finds redeliveries by their id. */
class FakeServer {
  readonly messages: MessageDto[] = [];
  readonly titles: string[] = [];
  readonly received: string[] = [];
  down = false;
  pageSize = 50;
  asked = 0;

  add(direction: "in" | "out", text: string): MessageDto {
    const seq = this.messages.length + 1;
    const at = { createdAt: seq, updatedAt: seq };
    const message = { id: `msg_${seq}`, conversationId: "cnv_1", seq, direction, text, revision: 1, ...at };
    this.messages.push(message);
    return message;
  }

  ports(): ThreadPorts {
    let ids = 0;
    return {
      create: async (title) => {
        this.titles.push(title);
        return { id: "cnv_1", channel: "web", title, createdAt: 0, updatedAt: 0 };
      },
      messages: async (_id, before) => {
        this.asked += 1;
        const known = this.messages.filter(({ seq }) => before === undefined || seq < before);
        const items = known.slice(-this.pageSize);
        const first = items[0]?.seq;
        return first === undefined || first === 1 ? { items } : { items, before: first };
      },
      say: async (_id, text, clientMessageId) => {
        this.received.push(clientMessageId);
        if (this.down) throw new Error("down");
        return { message: this.add("in", text), replies: [this.add("out", "done")], duplicate: false };
      },
      sentence: () => "It is down.",
      newId: () => `web-${++ids}`,
      now: () => 7,
    };
  }
}

function setup() {
  const server = new FakeServer();
  return { server, store: new ThreadStore(server.ports()) };
}

const seqs = (store: ThreadStore, key: string) => store.get(key).messages.map(({ seq }) => seq);

describe("the threads of the page", () => {
  it("shows a sentence at once, before anything was answered", async () => {
    const { store } = setup();
    const said = store.say("cnv_1", "restart nginx");
    expect(store.get("cnv_1").pending.map(({ text }) => text)).toEqual(["restart nginx"]);
    await said;
    expect(store.get("cnv_1").pending).toEqual([]);
    expect(store.get("cnv_1").messages.map(({ text }) => text)).toEqual(["restart nginx", "done"]);
  });

  it("begins a conversation with its first sentence, which names it", async () => {
    const { server, store } = setup();
    expect(await store.say(NEW_THREAD, `${"long ".repeat(30)}\nsecond line`)).toBe("cnv_1");
    expect(server.titles[0]).toMatch(/^long long .{68,}…$/);
    expect(store.knows(NEW_THREAD)).toBe(false);
    expect(seqs(store, "cnv_1")).toEqual([1, 2]);
  });

  it("keeps what could not be sent with the reason, and sends it again under the same id", async () => {
    const { server, store } = setup();
    server.down = true;
    await store.say("cnv_1", "restart nginx");
    expect(store.get("cnv_1").pending).toEqual([
      { clientMessageId: "web-1", text: "restart nginx", at: 7, problem: "It is down." },
    ]);
    server.down = false;
    await store.resend("cnv_1", "web-1");
    expect(server.received).toEqual(["web-1", "web-1"]);
    expect(store.get("cnv_1").pending).toEqual([]);
  });

  it("has no hole after an absence longer than a page", async () => {
    const { server, store } = setup();
    server.pageSize = 3;
    for (let count = 0; count < 2; count += 1) server.add("out", "old");
    await store.refresh("cnv_1");
    for (let count = 0; count < 10; count += 1) server.add("out", "missed");
    await store.refresh("cnv_1");
    expect(seqs(store, "cnv_1")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("starts over at the end rather than fetching a very long absence", async () => {
    const { server, store } = setup();
    server.pageSize = 1;
    server.add("out", "old");
    await store.refresh("cnv_1");
    for (let count = 0; count < 40; count += 1) server.add("out", "missed");
    await store.refresh("cnv_1");
    expect(seqs(store, "cnv_1")).toEqual([41]);
    expect(store.get("cnv_1").before).toBe(41);
    expect(server.asked).toBeLessThanOrEqual(21);
  });

  it("goes back page by page to the beginning", async () => {
    const { server, store } = setup();
    server.pageSize = 2;
    for (let count = 0; count < 5; count += 1) server.add("out", "x");
    await store.refresh("cnv_1");
    await store.loadEarlier("cnv_1");
    await store.loadEarlier("cnv_1");
    expect(seqs(store, "cnv_1")).toEqual([1, 2, 3, 4, 5]);
    expect(store.get("cnv_1").before).toBeUndefined();
  });

  it("tells its listeners of live messages, but only of threads that are loaded", () => {
    const { server, store } = setup();
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    store.receive(server.add("out", "unasked"));
    expect([changes, store.knows("cnv_1")]).toEqual([0, false]);
  });

  it("knows nothing any more once it is cleared", async () => {
    const { store } = setup();
    await store.say("cnv_1", "secret");
    store.clear();
    expect(store.get("cnv_1").messages).toEqual([]);
  });
});
