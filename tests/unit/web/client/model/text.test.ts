import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTables } from "../../../../../web/client/model/merge-tables.ts";
import { plainText } from "../../../../../web/client/model/plain-text.ts";
import { recall, recalledText, saidBefore } from "../../../../../web/client/model/recall.ts";
import { safeNext } from "../../../../../web/client/model/safe-next.ts";
import { suggestionsOf } from "../../../../../web/client/model/suggestions.ts";
import { tableText } from "../../../../../web/client/model/table-text.ts";
import { windowOf } from "../../../../../web/client/model/window-of.ts";

describe("output as text", () => {
  it("loses terminal codes and what misleads the eye, keeps tabs and lines", () => {
    expect(plainText("\u001b]0;title\u0007\u001b[1;31mred\u001b[0m\tx\r\ny")).toBe("red\tx\ny");
    expect(plainText("user\u202etxt.exe \u200bzero\u2066")).toBe("usertxt.exe zero");
  });

  it("never keeps a control character", () => {
    void fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe("a table as text", () => {
  it("has one line for each row, whatever the cells hold", () => {
    const table = {
      columns: ["a", "b"],
      rows: [
        ["x\ty\nz", 1],
        [null, true],
      ] as (string | number | boolean | null)[][],
    };
    expect(tableText(table)).toBe("a\tb\nx y z\t1\n\tyes\n");
  });

  it.each(["=1+1", "+cmd", "@sum", "-cmd"])("keeps a spreadsheet from running %s", (cell) => {
    expect(tableText({ columns: ["a"], rows: [[cell]] })).toBe(`a\n'${cell}\n`);
  });

  it("leaves negative numbers numbers", () => {
    expect(tableText({ columns: ["a"], rows: [["-4"], [-5]] })).toBe("a\n-4\n-5\n");
  });

  it("puts the machine in front when several answered, and keeps other shapes apart", () => {
    const of = (machine: string, column: string) => ({ machine, table: { columns: [column], rows: [[1]] } });
    expect(mergeTables([of("a", "x")])).toEqual([{ columns: ["x"], rows: [[1]] }]);
    expect(mergeTables([of("a", "x"), of("b", "y"), of("c", "x")])).toEqual([
      {
        columns: ["machine", "x"],
        rows: [
          ["a", 1],
          ["c", 1],
        ],
      },
      { columns: ["machine", "y"], rows: [["b", 1]] },
    ]);
  });
});

describe("recalling sentences", () => {
  it("walks back through what was said and forth to the draft", () => {
    const start = { said: ["first", "second"], position: 0, draft: "" };
    const once = recall(start, "older", "draft");
    const twice = once && recall(once, "older", "second");
    expect([once && recalledText(once), twice && recalledText(twice)]).toEqual(["second", "first"]);
    expect(twice && recall(twice, "older", "first")).toBeUndefined();
    expect(once && recalledText(recall(once, "newer", "second") ?? once)).toBe("draft");
  });

  it("offers each sentence once, at its latest place", () => {
    expect(saidBefore(["a", "b", "a"])).toEqual(["b", "a"]);
  });
});

describe("after signing in", () => {
  it.each(["/runs/R-92", "/chat/cnv_1?x=1"])("goes back to %s", (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    null,
    "",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/ x",
    "https://evil.example",
    "javascript:1",
    "/sign-in?next=/",
  ])("does not go to %s", (next) => {
    expect(safeNext(next)).toBe("/");
  });
});

describe("suggestions", () => {
  const plugin = (name: string, risk: "read" | "change", enabled = true, offByDefault = false) => {
    const examples = [{ sentence: `say ${name}`, params: {} }];
    const action = {
      name,
      title: name,
      description: "",
      risk,
      idempotent: true,
      offByDefault,
      params: {},
      phrases: [],
      examples,
    };
    return { name, version: "1", digest: "", description: "", enabled, registeredAt: 0, actions: [action] };
  };

  it("show what only looks before what changes, and nothing that is off", () => {
    const groups = suggestionsOf([
      plugin("service", "change"),
      plugin("shell", "change", true, true),
      plugin("disk-space", "read"),
      plugin("ping", "read", false),
    ]);
    expect(groups.map(({ title }) => title)).toEqual(["Disk space", "Service", "Ask what happened"]);
  });
});

describe("the window of a long list", () => {
  it("holds everything in view and is bounded, wherever one scrolls", () => {
    void fc.assert(
      fc.property(fc.nat(200_000), fc.nat(4_000_000), (count, topPx) => {
        const { first, end } = windowOf(count, { topPx, heightPx: 420, rowPx: 18 });
        expect(end - first).toBeLessThanOrEqual(66);
        const inView = Math.floor(topPx / 18);
        if (inView < count) expect(first <= inView && inView < end).toBe(true);
      }),
    );
  });
});
