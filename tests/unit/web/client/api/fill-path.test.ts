import { describe, expect, it } from "vitest";
import { fillPath } from "../../../../../web/client/api/fill-path.ts";

describe("filling a path of the contract", () => {
  it("escapes what goes into the path", () => {
    expect(fillPath("/runs/{id}/cancel", { id: "../R 1" }, {})).toBe("/runs/..%2FR%201/cancel");
  });

  it("repeats lists and leaves out what is not said", () => {
    const query = { state: ["failed", "unknown"], limit: 50, cursor: undefined, text: "" };
    expect(fillPath("/runs", {}, query)).toBe("/runs?state=failed&state=unknown&limit=50");
  });
});
