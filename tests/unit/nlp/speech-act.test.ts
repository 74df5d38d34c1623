import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

const folder = join(import.meta.dirname, "../../corpus");
const WORK = [
  "restart nginx on web-1",
  "stop redis on db-1",
  "update openssl on all web servers",
  "back up /etc on db-1 tomorrow at 9",
  "run /opt/scripts/cleanup.sh on build-1",
  "start postgresql",
  "run `reboot` on web-2",
];
const STEERING = ["cancel task 17", "delete task 18", "pause the nightly backup", "drain web-1", "disable web-2"];
const about = { lastTask: "T-5", lastRun: "R-5" };

/** What a sentence starts or changes: undefined when nothing. */
function deed(text: string): string | undefined {
  const { intent, outcome, action } = frameOf(text, about);
  const harmless = outcome === "ignore" || /(?:list|show|results)$|^(?:why|help|confirm|deny|select)/.test(intent);
  return harmless ? undefined : (action ?? intent);
}

describe("words that only tell of a request", () => {
  const ways = readFileSync(join(folder, "told.txt"), "utf8").trim().split("\n");

  it.each(ways)("do nothing: %s", (way) => {
    const acting = [...WORK, ...STEERING].map((what) => way.replace("X", () => what)).filter((text) => deed(text));
    expect(acting).toEqual([]);
  });

  it.each([
    "I restarted nginx yesterday",
    "nginx restarts every night",
    "the restart of nginx went fine",
    "a restart of nginx on web-1",
    "anna is restarting nginx on web-1",
    "if nginx dies again I'll restart it",
    "restart nginx on web-1 if it is slow",
    "restarting nginx on web-1 helped",
    "turn on the fan",
    "> restart nginx on web-1",
    "&gt; restart nginx on web-1",
    "he wrote\n> restart nginx on web-1\nyesterday",
  ])("do nothing: %s", (text) => {
    expect(deed(text)).toBeUndefined();
  });
});

describe("a request in polite words", () => {
  const WAYS = [
    "X",
    "please X",
    "X please",
    "can you X?",
    "could you please X",
    "would you X",
    "hey octopus, X",
    "octopus: X",
    "I want you to X",
    "I'd like to X",
    "I need you to X",
    "go ahead and X",
    "ok, now X",
    "X for me",
    "X, thanks",
    "thanks! please X",
    "good morning team, please X",
    "X. thank you",
  ];

  it.each(WAYS)("acts: %s", (way) => {
    const silent = [...WORK.slice(0, 4), ...STEERING]
      .map((what) => way.replace("X", () => what))
      .filter((text) => deed(text) === undefined);
    expect(silent).toEqual([]);
  });
});

describe("among people, where nobody spoke to the bot", () => {
  it.each(["what's going on", "cancel", "stop", "what do you know", "restart", "help"])(
    "%s says nothing to it",
    (text) => {
      expect(frameOf(text, { addressed: false }).outcome).toBe("ignore");
    },
  );

  it.each(["restart nginx on web-4", "show failed runs", "what is running on web-1"])("%s still does", (text) => {
    expect(frameOf(text, { addressed: false }).outcome).toBe("act");
  });
});
