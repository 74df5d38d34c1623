import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

const LATER = { lastTask: "T-5", lastRun: "R-5" };

describe("a slip in one word", () => {
  it.each([
    ["restart nginx on teh web servers", "restart nginx on the web servers"],
    ["check dsk on web-1", "check disk on web-1"],
    ["kick off jhe nightly backup", "kick off the nightly backup"],
    ["oestart docker on win-1", "restart docker on win-1"],
    ["show me alll schedules", "show me all schedules"],
    ["pleeease check disk on web-1", "please check disk on web-1"],
    ["failures this wek", "failures this week"],
    ["sow my tasks", "show my tasks"],
    ["restaaart docker on win-1", "restart docker on win-1"],
    ["check diskspace on web-1", "check disk space on web-1"],
    ["check disk on web-1 every5 minutes", "check disk on web-1 every 5 minutes"],
    ["check disk on web-1 every5minutes", "check disk on web-1 every 5 minutes"],
    ["check disk on web-1 at9am", "check disk on web-1 at 9am"],
    ["chck dsk on web-1", "check disk on web-1"],
    ["lsit teh tasks", "list the tasks"],
  ])("%s means %s, and says so", (typed, meant) => {
    const { assumed = [], confirm: _asks, spans: _spans, score: _score, ...frame } = frameOf(typed);
    const { assumed: _none = [], confirm: _risk, spans: _where, score: _sure, ...wanted } = frameOf(meant);
    expect(frame).toEqual(wanted);
    expect(assumed.join()).toMatch(/I read "\w+" = \w+/);
  });

  it.each([
    "oestart docker on win-1",
    "tthe freeze on production ends now",
    "lft the freeze",
    "kick off jhe nightly backup",
  ])("is read back before anything changes: %s", (text) => {
    const { outcome, confirm } = frameOf(text);
    expect(outcome === "act" && confirm !== true).toBe(false);
  });

  it.each(["ys", "yse", "ye", "yess"])("is never read as the yes to what was asked: %s", (text) => {
    const asked = frameOf(text, { ...LATER, question: { kind: "confirm", id: "P-1" } });
    expect(asked.intent).not.toBe("confirm");
  });

  it.each([
    "TODO: restart nginx on web-1",
    "todo restart nginx on web-1",
    "nto restart nginx on web-1",
    "nevr restart nginx on web-1",
    "dotn restart nginx on web-1",
    "I wont restart nginx on web-1",
    "shoud we restart nginx on web-1",
    "anan: restart nginx on web-1",
    "don;t restart nginx on web-1",
    "do'nt restart nginx on web-1",
    "didnt restart nginx on web-1",
    "spell doctor",
    "who did I email few months ago?",
    "why are we here in life",
  ])("makes no request of what is none: %s", (text) => {
    expect(frameOf(text).outcome).not.toBe("act");
  });
});

describe("a word that nobody knows", () => {
  it("does not vanish where machines are left out", () => {
    const question = { kind: "clarify", id: "Q-1", slot: "target", frame: frameOf("restart nginx") } as const;
    const { targets, confirm } = frameOf("all web servers xecept web-3", { question });
    expect(targets).toEqual({ include: ["label:web"], exclude: ["host:web-3"] });
    expect(confirm).toBe(true);
  });

  it("in a vague time is still asked about", () => {
    expect(frameOf("restart nginx on web-4 in a bit")).toMatchObject({ outcome: "clarify", clarify: "schedule" });
  });

  it("behind all leaves the place open", () => {
    expect(frameOf("back up /etc on all we servers sequentially")).toMatchObject({ clarify: "target" });
  });
});

describe("a name that nothing has", () => {
  it.each([
    ["restart nginx on wbe-1", "host:wbe-1"],
    ["restart nginx on nowhere", "host:nowhere"],
    ["restart nginx on wed-1", "host:wed-1"],
    ["check disk on wbe servers", "label:wbe"],
    ["check disk on mial", "host:mial"],
  ])("stays that name, to be answered with those there are: %s", (text, term) => {
    expect(frameOf(text).targets?.include).toEqual([term]);
  });

  it("is not made up of a word beside it", () => {
    expect(frameOf("ping from each linux node").params).toEqual({});
  });

  it("is no other user", () => {
    expect(frameOf("add ana as operator")).not.toMatchObject({ ref: "anna" });
  });
});
