import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addPending,
  EMPTY_THREAD,
  failPending,
  mergeMessages,
  prependPage,
} from "../../../../../web/client/model/thread.ts";
import type { MessageDto } from "../../../../../web/contract/conversation.ts";

const aMessage = (change: Partial<MessageDto> = {}): MessageDto => ({
  id: "msg_1",
  conversationId: "cnv_1",
  seq: 1,
  direction: "out",
  text: "",
  revision: 1,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});

describe("a thread", () => {
  it("shows the highest revision of each message in the order of the thread, however they arrive", () => {
    const edits = [1, 2, 3].flatMap((seq) => [1, 2, 3].map((revision) => aMessage({ id: `m${seq}`, seq, revision })));
    void fc.assert(
      fc.property(fc.shuffledSubarray(edits, { minLength: edits.length }), (arrived) => {
        const thread = arrived.reduce((sofar, message) => mergeMessages(sofar, [message]), EMPTY_THREAD);
        expect(thread.messages.map(({ seq, revision }) => [seq, revision])).toEqual([
          [1, 3],
          [2, 3],
          [3, 3],
        ]);
      }),
    );
  });

  it("shows one's own message once when the live connection is faster than the answer", () => {
    const said = addPending(EMPTY_THREAD, { clientMessageId: "a", text: "restart nginx", at: 0 });
    const thread = mergeMessages(said, [aMessage({ direction: "in", text: "restart nginx" })]);
    expect(thread.pending).toEqual([]);
    expect(thread.messages).toHaveLength(1);
  });

  it("keeps the second of two equal sentences pending when the first arrives", () => {
    const once = addPending(EMPTY_THREAD, { clientMessageId: "a", text: "again", at: 0 });
    const twice = addPending(once, { clientMessageId: "b", text: "again", at: 1 });
    const thread = mergeMessages(twice, [aMessage({ direction: "in", text: "again" })]);
    expect(thread.pending.map(({ clientMessageId }) => clientMessageId)).toEqual(["b"]);
  });

  it("leaves a failed message to the person although an equal one arrives", () => {
    const said = addPending(EMPTY_THREAD, { clientMessageId: "a", text: "again", at: 0 });
    const thread = mergeMessages(failPending(said, "a", "No."), [aMessage({ direction: "in", text: "again" })]);
    expect(thread.pending).toEqual([{ clientMessageId: "a", text: "again", at: 0, problem: "No." }]);
  });

  it("forgets why it failed once the same message is sent again", () => {
    const failed = failPending(addPending(EMPTY_THREAD, { clientMessageId: "a", text: "x", at: 0 }), "a", "No.");
    expect(addPending(failed, { clientMessageId: "a", text: "x", at: 5 }).pending).toEqual([
      { clientMessageId: "a", text: "x", at: 5 },
    ]);
  });

  it("puts earlier messages in front and knows when there are no more", () => {
    const thread = { ...mergeMessages(EMPTY_THREAD, [aMessage({ id: "m9", seq: 9 })]), before: 9 };
    const whole = prependPage(thread, { items: [aMessage({ id: "m8", seq: 8 })] });
    expect(whole.messages.map(({ seq }) => seq)).toEqual([8, 9]);
    expect(whole.before).toBeUndefined();
  });
});
