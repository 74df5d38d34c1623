import { describe, expect, it } from "vitest";
import { readQuery } from "../../../../web/http/read-query.ts";

const schema = {
  properties: {
    limit: { type: "integer" },
    upcoming: { type: "boolean" },
    state: { type: "array" },
    text: { type: "string" },
  },
};

describe("readQuery", () => {
  it("turns texts into what the schema expects", () => {
    const query = { limit: "20", upcoming: "true", state: "active,paused", text: "7" };
    expect(readQuery(query, schema)).toEqual({ limit: 20, upcoming: true, state: ["active", "paused"], text: "7" });
  });
  it("takes a repeated name as a list", () => {
    expect(readQuery({ state: ["active", "paused,finished"] }, schema)).toEqual({
      state: ["active", "paused", "finished"],
    });
  });
  it.each(["-1", "1e3", "0x10", " 1", "1.5", "", "99999999999999999"])(
    "leaves %j for the schema to refuse as a number",
    (limit) => {
      expect(readQuery({ limit }, schema)).toEqual({ limit });
    },
  );
  it("keeps names that objects have by birth as plain names", () => {
    const read = readQuery(JSON.parse('{"__proto__":"x","toString":"y"}') as Record<string, unknown>, schema);
    expect(Object.keys(read)).toEqual(["__proto__", "toString"]);
  });
});
