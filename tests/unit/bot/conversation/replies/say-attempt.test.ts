import { expect, it } from "vitest";
import { sayAttempt } from "../../../../../bot/conversation/replies/say-attempt.ts";

it("an attempt is counted against the most only while it is one of them", () => {
  expect(sayAttempt({ attempt: 2, maxAttempts: 3 })).toBe("2 of 3");
  expect(sayAttempt({ attempt: 2, maxAttempts: 1 })).toBe("2, one before never began");
});
