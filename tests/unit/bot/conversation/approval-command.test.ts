import { describe, expect, it } from "vitest";
import { approvalCommand } from "../../../../bot/conversation/approval-command.ts";

describe("what is said about an approval", () => {
  it.each([
    ["approve", "approve", undefined, ""],
    ["Approve it", "approve", undefined, ""],
    ["approve a-3", "approve", "A-3", ""],
    ["approve it, watch api-5", "approve", undefined, "watch api-5"],
    ["approve A-3 ok, watch api-5", "approve", "A-3", "ok, watch api-5"],
    ["refuse it, too risky", "refuse", undefined, "too risky"],
    ["reject A-3 because it is Friday", "refuse", "A-3", "it is Friday"],
    ["don’t approve A-3: wrong machines", "refuse", "A-3", "wrong machines"],
    ["decline", "refuse", undefined, ""],
    ["withdraw", "withdraw", undefined, ""],
    ["withdraw my request A-3", "withdraw", "A-3", ""],
    ["cancel A-3", "withdraw", "A-3", ""],
    ["break glass A-3, the shop is down", "override", "A-3", "the shop is down"],
    ["override A-3 the shop\nis down", "override", "A-3", "the shop is down"],
    ["ask again A-3", "ask-again", "A-3", ""],
    ["pending approvals", "list", undefined, ""],
    ["What waits for my approval?", "list", undefined, ""],
    ["show A-3", "show", "A-3", ""],
  ])('"%s"', (text, verb, id, note) => {
    expect(approvalCommand(text)).toEqual({ verb, id, note });
  });

  it.each([
    "approve web-9",
    "approve the machine web-9",
    "approve all machines",
    "approve R-1",
    "refuse to run on web-1",
    "make grace approver",
    "cancel that",
    "cancel R-3",
    "show R-3",
    "who approved R-3",
    "yes",
  ])('"%s" is about something else', (text) => {
    expect(approvalCommand(text)).toBeUndefined();
  });
});
