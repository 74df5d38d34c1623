import { describe, expect, it } from "vitest";
import { LEDGER_CAUSES } from "../../../../../core/model/ledger.ts";
import { datesFrom } from "../../../../../web/client/model/calendar-words.ts";
import { freezeState, isOpenFreeze } from "../../../../../web/client/model/freeze-words.ts";
import { ledgerFilter, ledgerQuery } from "../../../../../web/client/model/ledger-filter.ts";
import { LEDGER_CHOICES } from "../../../../../web/client/model/ledger-words.ts";
import { targetsFrom } from "../../../../../web/client/model/targets-from.ts";
import { instantFrom, wallInput } from "../../../../../web/client/model/wall-input.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;

describe("what one asks the ledger for", () => {
  const query = (address: string) => ledgerQuery(ledgerFilter(new URLSearchParams(address)), NOON, "Europe/Berlin");

  it("is the last week of everything unless the address says more", () => {
    expect(query("")).toEqual({ from: NOON - 7 * DAY_MS });
    expect(query("span=any")).toEqual({});
  });

  it("takes a task by its number, and leaves out what is none", () => {
    expect(query("span=any&task=t-17")).toEqual({ task: "T-17" });
    expect(query("span=any&task=17")).toEqual({ task: "T-17" });
    expect(query("span=any&task=nightly")).toEqual({});
  });

  it("counts both days of a span whole, in the zone of the person", () => {
    expect(query("span=between&from=2026-11-20&to=2026-11-20")).toEqual({
      from: Date.UTC(2026, 10, 19, 23),
      to: Date.UTC(2026, 10, 20, 23),
    });
  });

  it("has every outcome in exactly one of its choices", () => {
    const chosen = LEDGER_CHOICES.flatMap(({ causes = [] }) => causes);
    expect([...chosen].sort()).toEqual([...LEDGER_CAUSES].sort());
  });
});

describe("machines as people write them", () => {
  const agents = [
    { name: "web-1", labels: ["web", "env:production"] },
    { name: "db", labels: ["db"] },
  ];
  it.each([
    ["all", ["all"], []],
    ["all, not web-1", ["all"], ["host:web-1"]],
    ["web; !db-*", ["label:web"], ["host:db-*"]],
    ["db", ["host:db"], []],
    ["env production, label:web", ["env:production", "label:web"], []],
    ["nowhere", ["host:nowhere"], []],
  ])("%s", (text, include, exclude) => {
    expect(targetsFrom(text, agents)).toEqual({ include, exclude });
  });
});

describe("a freeze in one word", () => {
  const base = { id: "F-1", targets: { include: ["all"], exclude: [] }, risk: "change", reason: "" } as const;
  const freeze = { ...base, byId: "usr_1", byName: "ada", createdAt: 0, startsAt: NOON, biting: false };
  it.each([
    [{}, NOON + 1, "holds", true],
    [{}, NOON - 1, "planned", true],
    [{ endsAt: NOON + 5 }, NOON + 6, "over", false],
    [{ endedAt: NOON + 5 }, NOON + 6, "lifted", false],
  ])("with %j", (change, now, word, open) => {
    const shown = { ...freeze, ...change };
    expect(freezeState(shown, now).word).toBe(word);
    expect(isOpenFreeze(shown, now)).toBe(open);
  });
});

describe("dates and times that are typed", () => {
  it("are instants in the zone of the person, and shown as they were typed", () => {
    const at = instantFrom("2026-07-01T08:00", "Europe/Berlin") ?? 0;
    expect(at).toBe(Date.UTC(2026, 6, 1, 6));
    expect(wallInput(at, "Europe/Berlin")).toBe("2026-07-01T08:00");
    expect(instantFrom("", "Europe/Berlin")).toBeUndefined();
  });

  it("of a calendar are named when they are none", () => {
    expect(datesFrom("2026-12-25, 2026-12-26\n2027-01-01")).toEqual({
      dates: ["2026-12-25", "2026-12-26", "2027-01-01"],
    });
    expect(datesFrom("xmas")).toEqual({ problem: "“xmas” is no date such as 2026-12-25." });
    expect(datesFrom(" ")).toHaveProperty("problem");
  });
});
