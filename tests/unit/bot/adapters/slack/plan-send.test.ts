import { describe, expect, it } from "vitest";
import { afterFailure } from "../../../../../bot/adapters/slack/send/after-failure.ts";
import { outageNotice } from "../../../../../bot/adapters/slack/send/outage-notice.ts";
import { EDIT_GAP_MS, planSend, ROOM_GAP_MS } from "../../../../../bot/adapters/slack/send/plan-send.ts";
import { SlackFailure } from "../../../../../bot/adapters/slack/slack-failure.ts";
import type { DuePost } from "../../../../../bot/adapters/slack/slack-ports.ts";
import { NINE } from "../../../../support/fake-clock.ts";

function aPost(overrides: Partial<DuePost> = {}): DuePost {
  return {
    message_id: "msg_1",
    seq: 1,
    conversation_id: "cnv_1",
    address: "T1/C1/1.0",
    state: "due",
    revision: 1,
    delivered: 0,
    remote_id: null,
    room: null,
    tries: 0,
    next_at: NINE,
    uncertain_at: null,
    due_since: NINE,
    updated_at: NINE,
    ...overrides,
  };
}
const plan = (due: readonly DuePost[], free: readonly (readonly [string, number])[] = [], now = NINE) =>
  planSend(due, { now, roomFreeAt: new Map(free) });
const idsOf = (posts: readonly DuePost[]) => posts.map((post) => post.message_id);

describe("what is sent when", () => {
  it("is one call for each room at a time, the oldest first", () => {
    const due = [
      aPost({ message_id: "a" }),
      aPost({ message_id: "b", conversation_id: "cnv_2" }),
      aPost({ message_id: "c", conversation_id: "cnv_3", address: "T1/C2/1.0" }),
    ];
    expect(idsOf(plan(due).now)).toEqual(["a", "c"]);
    expect(plan(due).nextAt).toBe(NINE + ROOM_GAP_MS);
    expect(plan(due, [["C1", NINE + 400]])).toMatchObject({ nextAt: NINE + 400 });
  });

  it("keeps the order of a conversation, also when its first message has to wait", () => {
    const due = [aPost({ message_id: "a", next_at: NINE + 5_000 }), aPost({ message_id: "b" })];
    expect(plan(due).now).toEqual([]);
    expect(plan(due).nextAt).toBe(NINE + 5_000);
  });

  it("changes a card at most every two seconds, and lets new messages go first", () => {
    const edit = aPost({ message_id: "a", delivered: 1, remote_id: "1.1" });
    expect(plan([edit]).now).toEqual([]);
    expect(plan([edit]).nextAt).toBe(NINE + EDIT_GAP_MS);
    const later = NINE + EDIT_GAP_MS;
    expect(idsOf(plan([edit], [], later).now)).toEqual(["a"]);
    expect(idsOf(plan([edit, aPost({ message_id: "b" })], [], later).now)).toEqual(["b"]);
  });
});

describe("what becomes of a post that failed", () => {
  const fateOf = (failure: SlackFailure, post: Partial<DuePost> = {}, simple = false) =>
    afterFailure(aPost(post), failure, { now: NINE, simple });
  it("waits as long as Slack says", () => {
    const rate = new SlackFailure("rate", "ratelimited", { retryAfterMs: 30_000 });
    expect(fateOf(rate)).toEqual({ kind: "later", at: NINE + 30_000, uncertain: false });
  });

  it("is uncertain after a first post without an answer, and only then", () => {
    expect(fateOf(new SlackFailure("unsure", "HTTP 503"))).toMatchObject({ kind: "later", uncertain: true });
    expect(fateOf(new SlackFailure("unsure", "HTTP 503"), { delivered: 1 })).toMatchObject({ uncertain: false });
    expect(fateOf(new SlackFailure("unreachable", "ECONNREFUSED"))).toMatchObject({ uncertain: false });
  });

  it("is tried in a plain form once, dropped when the message is gone, and given up after a day or a clear no", () => {
    expect(fateOf(new SlackFailure("refused", "invalid_blocks"))).toEqual({ kind: "simpler" });
    expect(fateOf(new SlackFailure("refused", "invalid_blocks"), {}, true)).toMatchObject({ kind: "give-up" });
    expect(fateOf(new SlackFailure("refused", "message_not_found"))).toEqual({ kind: "drop" });
    expect(fateOf(new SlackFailure("refused", "channel_not_found"))).toMatchObject({ kind: "give-up" });
    const old = { due_since: NINE - 24 * 3_600_000 - 1 };
    expect(fateOf(new SlackFailure("unsure", "no answer"), old)).toMatchObject({ kind: "give-up" });
  });
});

describe("an outage", () => {
  it("is told once in each room, for an hour after it", () => {
    const outage = { from: NINE - 600_000, to: NINE };
    const told = { now: NINE, toldUntil: undefined, waiting: 3, timeZone: "UTC" };
    expect(outageNotice(outage, told)).toBe(
      "I was away from 08:50 to 09:00 (UTC): I could not reach Slack. 3 messages waited and come now.",
    );
    expect(outageNotice(outage, { ...told, waiting: 1 })).toContain("1 message waited and comes now.");
    expect(outageNotice(outage, { ...told, waiting: 0 })).toContain("may come late");
    expect(outageNotice({ ...outage, from: NINE - 30 * 3_600_000 }, told)).toMatch(/from \w{3} \d+ \w{3} 03:00 to/);
    expect(outageNotice(outage, { ...told, toldUntil: NINE, now: NINE + 1 })).toBeUndefined();
    expect(outageNotice(outage, { ...told, now: NINE + 3_600_001 })).toBeUndefined();
    expect(outageNotice(undefined, told)).toBeUndefined();
  });
});
