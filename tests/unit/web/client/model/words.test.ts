import { describe, expect, it } from "vitest";
import { bytesText, paramsText, targetsText, timesText } from "../../../../../web/client/model/describe.ts";
import { labelsFrom } from "../../../../../web/client/model/labels-from.ts";
import { policyWords } from "../../../../../web/client/model/policy-words.ts";
import { runHeadline } from "../../../../../web/client/model/run-headline.ts";
import { scheduleWords } from "../../../../../web/client/model/schedule-words.ts";
import { slowWords } from "../../../../../web/client/model/slow-words.ts";

describe("schedules in words", () => {
  it.each([
    ["0 9 * * 1-5", "Mon–Fri at 09:00"],
    ["30 8 * * 1,3", "Mon, Wed at 08:30"],
    ["0 1 * * *", "every day at 01:00"],
    ["0 9 * * 7", "Sun at 09:00"],
    ["15 * * * *", "every hour at :15"],
    ["*/5 * * * *", "every 5 minutes"],
    ["* * * * *", "every minute"],
  ])("reads %s as %s", (cron, words) => {
    expect(scheduleWords({ kind: "cron", cron })).toBe(words);
  });

  it.each(["0 9 1 * *", "0 9-17 * * *", "0 9 * * MON", "*/5 9 * * *", "0 0 9 * * *"])(
    "shows %s as it is written, rather than nearly right",
    (cron) => {
      expect(scheduleWords({ kind: "cron", cron })).toBe(`cron ${cron}`);
    },
  );

  it("reads the other kinds", () => {
    expect(scheduleWords(undefined)).toBe("once, at once");
    expect(scheduleWords({ kind: "once", at: "2026-11-21T10:35:00" })).toBe("once at 2026-11-21 10:35");
    expect(scheduleWords({ kind: "interval", every: "PT90S" })).toBe("every 1 min 30 s");
    expect(scheduleWords({ kind: "rrule", rrule: "FREQ=WEEKLY;INTERVAL=2" })).toBe("FREQ=WEEKLY;INTERVAL=2");
  });
});

describe("definitions in words", () => {
  it("says how a task runs, and nothing where nothing was said", () => {
    expect(policyWords({})).toEqual([]);
    expect(policyWords({ retries: 2, retryDelay: "PT30S", concurrency: "25%" })).toEqual([
      "2 retries",
      "30 s before a retry",
      "25% at a time",
    ]);
  });

  it("says whom it is for and with what", () => {
    expect(targetsText({ include: ["host:web-1", "label:web"], exclude: ["host:web-3"] })).toBe(
      "web-1, label web; not web-3",
    );
    expect(targetsText({ include: ["all"], exclude: [] })).toBe("all machines");
    expect(paramsText({ service: "nginx", lines: 50 })).toBe("service: nginx, lines: 50");
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 kB"],
    [16 * 2 ** 30, "16 GB"],
  ])("writes %i bytes as %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it("counts", () => {
    expect([0, 1, 63].map(timesText)).toEqual(["never", "once", "63 times"]);
  });

  it("reads labels as people type them", () => {
    expect(labelsFrom(" Web,env:production;  web ")).toEqual(["web", "env:production"]);
  });
});

describe("the headline of a run", () => {
  const run = { action: "disk.usage", state: "failed", executionCount: 3 } as const;

  it("is the answer where there is one machine", () => {
    const only = { state: "succeeded", headline: "/ is 62 % full", agentName: "web-1" } as const;
    expect(runHeadline({ ...run, executionCount: 1 }, [only])).toBe("/ is 62 % full");
  });

  it("counts how the machines ended, what still moves last", () => {
    const states = ["running", "failed", "succeeded"] as const;
    const executions = states.map((state) => ({ state, agentName: "x" }));
    expect(runHeadline(run, executions)).toBe("disk.usage on 3 machines: 1 failed, 1 succeeded, 1 running");
  });

  it("names the state of a run that reached no machine", () => {
    expect(runHeadline({ ...run, state: "missed", executionCount: 0 }, [])).toBe("disk.usage: missed");
  });
});

describe("the pace of a run in words", () => {
  const pace = { state: "running", usualMs: 12_000, slowFromMs: 24_000 } as const;
  const one = { state: "running", startedAt: 1_000 } as const;

  it("is told while it runs once it is slow, and not before", () => {
    expect(slowWords(pace, [one], 25_000)).toBeUndefined();
    expect(slowWords(pace, [one], 181_000)).toBe("slower than usual: 3 min so far, usually 12 s");
  });

  it("is told of a good end by how long it took, from the first start to the last end", () => {
    const ended = [
      { state: "succeeded", startedAt: 1_000, finishedAt: 5_000 },
      { state: "succeeded", startedAt: 2_000, finishedAt: 61_000 },
    ] as const;
    const words = "slower than usual: 1 min, usually 12 s";
    expect(slowWords({ ...pace, state: "succeeded" }, ended, 9_000_000)).toBe(words);
    expect(slowWords({ ...pace, state: "failed" }, ended, 9_000_000)).toBeUndefined();
  });

  it("is not told where nothing began or nothing is known of what is usual", () => {
    expect(slowWords(pace, [{ state: "queued" }], 9_000_000)).toBeUndefined();
    expect(slowWords({ state: "running" }, [one], 9_000_000)).toBeUndefined();
  });
});
