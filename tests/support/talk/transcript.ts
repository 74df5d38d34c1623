import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { projectRoot } from "../octopus-process.ts";
import { until } from "../processes.ts";
import type { Seen, Talk } from "./talk.ts";

/** How the work of a card can end, as both channels show it. */
const OPEN = /^(?:…|›|:hourglass_flowing_sand:|:arrow_forward:)/;

/** Holds a conversation and writes it down as it is read, without what differs from one run to the next. */
export class Transcript {
  readonly #talk: Talk;
  readonly #said: string[] = [];

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  async say(text: string): Promise<Seen> {
    this.#said.push(`U: ${text}`);
    return await this.#note(await this.#talk.say(text));
  }

  /** Asks until the answer shows this: output may reach the server a moment after the end that it belongs to. */
  async ask(text: string, shows: RegExp): Promise<Seen> {
    let answer = await this.#talk.say(text);
    for (let asked = 1; asked < 20 && !shows.test(answer.text); asked += 1) answer = await this.#talk.say(text);
    expect(answer.text).toMatch(shows);
    this.#said.push(`U: ${text}`);
    return await this.#note(answer);
  }

  async press(label: string): Promise<Seen> {
    this.#said.push(`U: [${label}]`);
    return await this.#note(await this.#talk.press(label));
  }

  get talk(): Talk {
    return this.#talk;
  }

  /** What somebody else is shown meanwhile. */
  notes(what: string, seen: Seen): void {
    this.#said.push(`(${what})\nB: ${steady(seen.text)}`);
  }

  /** Until the newest card shows an end; returns it. */
  async ended(): Promise<Seen> {
    let newest = await this.#talk.newest();
    await until(
      `an end of:\n${newest.text}`,
      async () => {
        newest = await this.#talk.newest();
        return !isOpen(newest);
      },
      120_000,
    );
    return await this.#note(newest);
  }

  /** What was said so far is what tests/golden holds. With OCTOPUS_GOLDEN=write it is written instead. */
  matchesGolden(name: string): void {
    const file = join(projectRoot, "tests/golden/conversations", `${name}.${this.#talk.channel}.txt`);
    const text = `${numbered(this.#said.join("\n\n"))}\n`;
    if (process.env["OCTOPUS_GOLDEN"] === "write") {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(text);
  }

  /** Cards on their way are not written down: how far they are when they are looked at is chance. */
  async #note(seen: Seen): Promise<Seen> {
    const line = `B: ${steady(seen.text)}`;
    if (!isOpen(seen) && this.#said.at(-1) !== line) this.#said.push(line);
    return seen;
  }
}

function isOpen({ text, buttons }: Seen): boolean {
  return OPEN.test(text) || (buttons.length === 1 && /^cancel R-/.test(buttons[0]?.say ?? ""));
}

/** The same for every run: no times of now, no lengths of work, no ports, no user of this machine. */
function steady(text: string): string {
  return text
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min)(?: \d+ s)?(?=$|\n|[.,])/g, "(a while)")
    .replaceAll(/\b(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b/g, (clock) => (KEPT.includes(clock) ? clock : "(time)"))
    .replaceAll(/https?:\/\/127\.0\.0\.1:\d+/g, "https://octopus.test")
    .replaceAll(/(?:\b\w+-(?:slack|web)\b(?:, | or )?)+/g, "(approvers)")
    .replaceAll(/(\bPlan(?:: \*?|\s+))[0-9a-f]{8}\b/g, "$1(a hash)")
    .replaceAll(/(\bAs(?:: \*?|\s+)).*/g, "$1(a user)")
    .replaceAll(/[ \t]+$/gm, "");
}

/** Ids count from 1 in each conversation, whatever was held before it. */
function numbered(text: string): string {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  return text.replaceAll(/\b([APRTEG])-\d+\b/g, (id, kind: string) => {
    const count = (counts.get(kind) ?? 0) + (known.has(id) ? 0 : 1);
    counts.set(kind, count);
    if (!known.has(id)) known.set(id, `${kind}-${count}`);
    return known.get(id) ?? id;
  });
}

/** Times that are said, and not those of now. */
const KEPT: readonly string[] = ["08:30", "09:00", "18:00", "08:00", "00:00"];
