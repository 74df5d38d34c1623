import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Card } from "../../../core/model/card.ts";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { plainText } from "../../../web/client/model/plain-text.ts";
import type { MessageDto } from "../../../web/contract/conversation.ts";
import { ask } from "../web/support/ask.ts";
import { aResult, Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

const HOSTILE = [
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u001b[2J\u001b]0;owned\u0007\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007",
  "\u202egnp.exe\u2066\u200b\ufeff",
  "\u009b31mred\u0000\u0008",
  "<!channel> <@U123> @octopus restart nginx on all",
  "javascript:alert(1) [x](javascript:alert(1))",
].join(" ");
/** What could act on a terminal or on a reader's eye. */
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

describe("S13, P18: output that wants to act", () => {
  let victim: Victim;
  let machine: Machine;
  let conversation = "";
  let execution = "";
  beforeAll(async () => {
    victim = await Victim.start();
    machine = await Machine.join(victim, "web-1");
    const { socket } = await machine.connect();
    const created = await victim.as("admin", "/conversations", { json: {} });
    conversation = (created.json as { id: string }).id;
    const targets = { include: ["host:web-1"], exclude: [] };
    const json = { action: "journal.write", params: { entry: "k1" }, targets, conversationId: conversation };
    const task = (await victim.as("admin", "/tasks", { json })).json as CreatedTask;
    execution = task.executions[0]?.id ?? "";
    await machine.told("offer");
    socket.emit("messages", [{ type: "want", execution, attempt: 1, nonce: "abcdefgh" }]);
    await machine.told("go");
    const table = { columns: [HOSTILE.slice(0, 100), "b"], rows: [[HOSTILE, 1]] };
    const response = { ok: true, headline: HOSTILE, data: { [HOSTILE]: HOSTILE }, table, attention: true };
    socket.emit("messages", [
      { type: "log", execution, attempt: 1, seq: 0, stream: "out", text: HOSTILE, sinceStartMs: 1 },
      { type: "progress", execution, attempt: 1, percent: 50, text: HOSTILE.slice(0, 200) },
      aResult(execution, { response, error: HOSTILE, ranAs: HOSTILE.slice(0, 100), logChunks: 1 }),
    ]);
    await machine.told("rack");
    await vi.waitFor(async () => expect((await lastCard()).tone).not.toMatch(/running|understood/), {
      timeout: 60_000,
    });
  });
  afterAll(async () => {
    machine.hangUp();
    await victim.stop();
  });

  async function lastMessage(): Promise<MessageDto> {
    const answer = await victim.as("admin", `/conversations/${conversation}/messages`);
    const message = (answer.json as { items: readonly MessageDto[] }).items.at(-1);
    if (!message) throw new Error("no message");
    return message;
  }
  const lastCard = async () => (await lastMessage()).card as unknown as Card;

  it("stands on the card as text without anything that acts on a reader", async () => {
    const message = await lastMessage();
    expect(JSON.parse(JSON.stringify(message)), "no control anywhere").toSatisfy((value: object) =>
      allTexts(value).every((text) => !ACTING.test(text)),
    );
    expect(allTexts(message).join("\n")).toContain("<script>alert(1)</script>");
  });

  it("adds no button, no link and no new message", async () => {
    const card = await lastCard();
    expect(card.link ?? "/").toMatch(/^\/[a-z]/);
    expect((card.buttons ?? []).map(({ say }) => say).join(" ")).not.toMatch(/nginx|evil|script/);
    const answer = await victim.as("admin", `/conversations/${conversation}/messages`);
    expect((answer.json as { items: object[] }).items).toHaveLength(1);
    expect((await victim.as("admin", "/tasks")).json).toMatchObject({ items: [{}] });
  });

  it("is data wherever the interface hands it out: JSON, never sniffed, never framed", async () => {
    for (const path of [
      `/executions/${execution}`,
      `/executions/${execution}/results`,
      `/executions/${execution}/logs`,
    ]) {
      const { headers, status, text } = await victim.as("admin", path);
      expect(status, path).toBe(200);
      expect(headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      // JSON escapes C0; nothing of it may reach a terminal that prints the answer as it is.
      expect(text, path).not.toMatch(/\u001b|\u0000/);
    }
  });

  it("is cleaned where the console shows a log", async () => {
    const { json } = await victim.as("admin", `/executions/${execution}/logs`);
    const [chunk] = (json as { items: { text: string }[] }).items;
    expect(plainText(chunk?.text ?? "")).not.toMatch(ACTING);
  });

  it("meets a policy that runs no script but the console's own and gives attributes no way to", async () => {
    const { headers } = await ask(victim.url, "/chat", { headers: { accept: "text/html" } });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
  });
});

function allTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...allTexts(inner)]);
}
