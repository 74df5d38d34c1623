import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCode } from "../../../../core/kernel/error-codes.ts";
import { OctopusError } from "../../../../core/kernel/errors.ts";
import { validator } from "../../../../core/kernel/validator.ts";
import { problemSchema } from "../../../../web/contract/system.ts";
import { problemOf, toOctopusError } from "../../../../web/http/problem.ts";

describe("problemOf", () => {
  const decode = validator(problemSchema);
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])("makes a valid document of %s", (code) => {
    const problem = problemOf(new OctopusError(code, "What happened.", { id: "T-1" }), "req_1");
    expect(decode(problem)).toMatchObject({ ok: true });
    expect(problem).toMatchObject({ code, status: ERROR_CODES[code].status, instance: "req_1" });
  });

  it("shows the details of what a person did, and none of what the server did wrong", () => {
    expect(problemOf(new OctopusError("task.not-found", "No.", { id: "T-1" }), "req_1").details).toEqual({ id: "T-1" });
    const bug = problemOf(toOctopusError(new TypeError("x of undefined at /work")), "req_1");
    expect(JSON.stringify(bug)).not.toContain("undefined at");
    expect(bug.detail).toContain("req_1");
  });
});

describe("toOctopusError", () => {
  it.each([
    [{ status: 413 }, "request.too-large"],
    [{ status: 415 }, "request.wrong-type"],
    [{ type: "entity.parse.failed", status: 400 }, "request.invalid"],
    [new URIError("bad"), "server.bug"],
    [Object.assign(new URIError("bad"), { status: 400 }), "request.invalid"],
    ["a string", "server.bug"],
    [undefined, "server.bug"],
  ])("reads what the parsers throw: case %#", (thrown, code) => {
    expect(toOctopusError(thrown).code).toBe(code);
  });
});
