import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Card } from "../../core/model/card.ts";
import { ApiSession } from "../support/api-session.ts";
import { freePort, OctopusProcess, projectRoot, runOctopus, temporaryFolder } from "../support/octopus-process.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
const README = readFileSync(join(projectRoot, "README.md"), "utf8");

/** The sentences of the table under "say". */
const sentences = [...README.matchAll(/^\| `([^`]+)` \|/gm)].map(([, sentence = ""]) => sentence);
const commandsLine = /## The command line\n\n([^#]+)\n##/.exec(README)?.[1] ?? "";
const commands = [...commandsLine.matchAll(/`([a-z]+)[^`]*`/g)].map(([, name = ""]) => name).slice(1);

describe("the command line and the README", () => {
  const folder = temporaryFolder("cli");
  const dataDir = join(folder.path, "data");
  let octopus: OctopusProcess;
  let session: ApiSession;

  beforeAll(async () => {
    octopus = new OctopusProcess({ dataDir, port: await freePort(), environment: LOGIN });
    await octopus.ready();
    session = await ApiSession.signIn(octopus.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    await call("say", "check disk space");
  });

  afterAll(async () => {
    await octopus.stop();
    folder.remove();
  });

  const call = (...args: readonly string[]) => runOctopus(args, { environment: { OCTOPUS_DATA_DIR: dataDir } });

  it("understands every sentence of the README, in the order in which it stands there", {
    timeout: 60_000,
  }, async () => {
    expect(sentences.length).toBeGreaterThan(6);
    const conversation = await session.conversation();
    for (const [index, sentence] of sentences.entries()) {
      const replies = await session.say(conversation, sentence, `readme-${index}`);
      expect(replies.length, sentence).toBeGreaterThan(0);
      for (const reply of replies) {
        const card: Card | undefined = reply.card ? await session.finalCard(reply) : undefined;
        expect(card?.headline ?? reply.text, sentence).not.toMatch(/understand/);
        expect(card?.tone, `${sentence}: ${card?.headline}`).not.toBe("failure");
      }
    }
  });

  it("understands every example that help shows", async () => {
    const [reply] = await session.say(await session.conversation(), "help", "help");
    const shown = (reply?.card as Card | undefined)?.examples?.flatMap((section) => section.sentences) ?? [];
    expect(shown.length).toBeGreaterThan(10);
    const context = ["check disk space"]; // "again" and "make it hourly" refer to what was said before
    const input = shown.map((text, index) => JSON.stringify({ id: String(index), text, context })).join("\n");
    const parsed = await runOctopus(["parse", "--jsonl"], { environment: { OCTOPUS_DATA_DIR: dataDir }, input });
    const frames = parsed.output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).frame as { intent: string });
    const lost = shown.filter((_, index) => (frames[index]?.intent ?? "out_of_scope") === "out_of_scope");
    expect(lost).toEqual([]);
  });

  it("has every command that the README names", async () => {
    expect(commands).toEqual(expect.arrayContaining(["start", "server", "agent", "say", "parse", "when", "doctor"]));
    const { output } = await call("--help");
    for (const name of commands) expect(output).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
  });

  it("says and prints the answer, for people and as JSON", async () => {
    const plain = await call("say", "check", "disk", "space");
    expect(plain).toMatchObject({ code: 0, errors: "" });
    expect(plain.output).toMatch(/fullest is .* at \d+ %/);
    expect(plain.output).toMatch(/R-\d+ +\/runs\/R-\d+/);
    const machine = await call("say", "--json", "check disk space");
    expect(JSON.parse(machine.output)).toMatchObject({ direction: "out", card: { id: expect.stringMatching(/^R-/) } });
    expect((await call("say", "paint the fence")).code).toBe(1);
  });

  it.each([
    ["runs", /^ID +STATE +ACTION +MACHINES +BY +BEGAN \(UTC\)\n[\s\S]*^R-\d+ +succeeded +disk.usage +1 +ada /m],
    ["tasks", /^ID +STATE +NAME +ACTION +NEXT RUN \(UTC\)\n[\s\S]*^T-\d+ +\w+ +.*disk.usage/m],
    ["agents", /^NAME +STATE +LIVENESS +OS +LABELS +ACTIONS RUN AS\n\S+ +active +online +\w+/],
    ["users", /^NAME +ROLE +STATE\nada +admin +active/],
  ])("lists %s as a table and as JSON", async (name, table) => {
    const plain = await call(name);
    expect(plain.output).toMatch(table);
    expect(plain).toMatchObject({ code: 0, errors: "" });
    expect(JSON.parse((await call(name, "--json", "--limit", "1")).output).items).toHaveLength(1);
  });

  it("lists a phrase that was taught, and whether it is still understood", async () => {
    expect((await call("say", "check disk space")).code).toBe(0);
    expect((await call("say", "call that morning check")).output).toContain('Say "morning check" from now on');
    const { output } = await call("aliases");
    expect(output).toMatch(/^PHRASE +TAUGHT BY +STILL UNDERSTOOD +BY THE SENTENCE\nmorning check +ada +yes /);
  });

  it("sets, lists and lifts limits, also by a sentence", async () => {
    const set = await call("limits", "set", "2", "--action", "disk.usage");
    expect([set.code, set.output.trim()]).toEqual([0, "L-1: at most 2 runs of disk.usage at once."]);
    expect((await call("limits", "set", "none")).errors).toContain("A limit is a number from 1 to 9999");
    expect((await call("say", "never more than 2 backups at once")).output).toContain(
      "Let at most 2 backups be under way",
    );
    expect((await call("say", "yes")).output).toContain("L-2: at most 2 backups at once");
    const { output } = await call("limits", "list");
    expect(output).toMatch(/^LIMIT +AT ONCE +OF +SET BY\nL-1 +2 +runs of disk.usage +ada\nL-2 +2 +backups +ada/);
    expect(await call("limits", "lift", "l-2")).toMatchObject({ code: 0, errors: "" });
    expect((await call("say", "lift the limit L-1")).output).toContain("L-1 is lifted");
  });

  it("gives somebody a new password, once", async () => {
    expect((await call("say", "add carol as operator")).code).toBe(0);
    await call("say", "yes");
    const { output, code } = await call("users", "password", "carol");
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^The new password of carol, shown this once: \S{20}\n?$/),
    ]);
    expect((await call("users", "password", "nobody")).errors).toContain('nobody called "nobody"');
  });

  it("lists what was not understood, with how often it came", async () => {
    expect((await call("say", "paint the fence")).code).toBe(1);
    const { output } = await call("unmatched");
    expect(output).toMatch(/^TIMES +LAST \(UTC\) +MESSAGE\n\d+ +\S+ +paint the fence/);
    expect((await call("aliases")).output).toMatch(/^PHRASE +TAUGHT BY +STILL UNDERSTOOD +BY THE SENTENCE/);
  });

  it("shows the settings with where they came from, secrets masked", async () => {
    const environment = { OCTOPUS_DATA_DIR: dataDir, ...LOGIN };
    const { output, code } = await runOctopus(["--port", "8123", "config"], { environment });
    expect(code).toBe(0);
    expect(output).toMatch(/^port +8123 +flag$/m);
    expect(output).toMatch(/^host +127.0.0.1 +default$/m);
    expect(output).toMatch(/^adminPassword +\S+ +environment$/m);
    expect(output).not.toContain(LOGIN.OCTOPUS_ADMIN_PASSWORD);
  });

  it("finds nothing wrong with a working server", async () => {
    const { output, code } = await call("doctor");
    expect(output).not.toMatch(/FAIL/);
    expect(output).toMatch(/the server is ready/);
    expect(output).toMatch(/1 of 1 machines are online/);
    expect(code).toBe(0);
    expect(JSON.parse((await call("doctor", "--json")).output)[0]).toMatchObject({ level: "ok" });
  });

  it("parses without a server, and says when a schedule fires", async () => {
    const away = { environment: { OCTOPUS_DATA_DIR: join(folder.path, "none") } };
    const parsed = await runOctopus(["parse", "check disk space"], away);
    expect(parsed).toMatchObject({ code: 0, errors: "" });
    expect(parsed.output).toMatch(/disk\.usage/);
    const now = ["--now", "2026-11-20T12:00:00", "--tz", "Europe/Berlin"];
    const times = await runOctopus(["when", ...now, "-n", "2", "every weekday at 9"], away);
    expect(times).toMatchObject({ code: 0, errors: "" });
    expect(times.output).toMatch(/2026-11-23T08:00:00.*\n2026-11-24T08:00:00/);
    const lines = await runOctopus(["when", ...now, "--jsonl"], {
      ...away,
      input: '{"id":"a","text":"every weekday at 9"}\n',
    });
    expect(JSON.parse(lines.output)).toMatchObject({ id: "a", schedule: { kind: "cron", cron: "0 9 * * 1-5" } });
  });

  it("backs up a working database to a new file only", async () => {
    const file = join(folder.path, "backup.db");
    expect(await call("backup", file)).toMatchObject({ code: 0, errors: "" });
    const again = await call("backup", file);
    expect(again.errors).toMatch(/exists; a backup never replaces one/);
    expect(again.code).toBe(1);
  });
});
