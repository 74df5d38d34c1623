import { describe, expect, it } from "vitest";
import { ExecResponse } from "../../../../agent/runner/exec-response.ts";

function answerIn(...parts: readonly string[]): unknown {
  const response = new ExecResponse();
  for (const part of parts) response.write(Buffer.from(part));
  return response.value();
}

describe("the answer of a program", () => {
  it.each<[string, readonly string[], unknown]>([
    ["all that it printed", ['{"a":1}\n'], { a: 1 }],
    ["all that it printed, over several lines", ['{\n"a":', "\n1\n}\n"], { a: 1 }],
    ["its last line", ["loading\n", '{"a":', "1}\n"], { a: 1 }],
    ["nothing", [], undefined],
    ["no JSON", ["done\n"], undefined],
  ])("is %s", (_what, parts, expected) => {
    expect(answerIn(...parts)).toEqual(expected);
  });

  it("is found after any amount of other output, without keeping it", () => {
    const chatter = "chatter\n".repeat(10_000);
    const many = Array.from({ length: 50 }, () => chatter);
    expect(answerIn(...many, '{"a":1}')).toEqual({ a: 1 });
  });
});
