import { chownSync, mkdirSync, renameSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AgentDto } from "../../web/contract/agent.ts";
import type { ExecutionDto } from "../../web/contract/execution.ts";
import { ApiSession } from "../support/api-session.ts";
import { JournalPlugin } from "../support/journal-plugin.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";
import { processesWith, until } from "../support/processes.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

describe("starting and stopping", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;
  let journal: JournalPlugin;
  let port: number;
  let octopus: OctopusProcess;

  beforeEach(async () => {
    folder = temporaryFolder("start");
    dataDir = join(folder.path, "data");
    journal = new JournalPlugin(folder.path);
    port = await freePort();
  });

  afterEach(async () => {
    await octopus.kill();
    await until("the agent has ended", () => agents().length === 0);
    folder.remove();
  });

  const agents = () => processesWith("agent.cjs run", join(dataDir, "agent"));

  async function start(options: Partial<ConstructorParameters<typeof OctopusProcess>[0]> = {}): Promise<ApiSession> {
    const environment = { ...LOGIN, OCTOPUS_PLUGIN_DIRS: journal.folder };
    octopus = new OctopusProcess({ dataDir, port, environment, ...options });
    await octopus.ready();
    return await ApiSession.signIn(octopus.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
  }

  async function machines(session: ApiSession): Promise<readonly AgentDto[]> {
    return (await session.get<{ items: AgentDto[] }>("/agents")).items;
  }

  async function succeeds(session: ApiSession, entry: string): Promise<void> {
    const [card] = await session.say(await session.conversation(), `write journal entry ${entry}`, entry);
    expect(card && (await session.finalCard(card)).tone).toBe("success");
  }

  /** Says it and resolves when the machine has begun with it. */
  async function begin(session: ApiSession, entry: string) {
    const known = journal.lines().length;
    const [card] = await session.say(await session.conversation(), `write journal entry ${entry}`, entry);
    if (!card) throw new Error("no answer");
    await until("the journal says that it began", () => journal.lines().length > known);
    return card;
  }

  it("is ready from a fresh folder with a set-up link, and again on the same data", async () => {
    octopus = new OctopusProcess({ dataDir, port });
    await octopus.ready();
    const [, link = ""] = await octopus.printed(/(http:\/\/\S+\/setup\?code=\S+)/);
    expect((await fetch(link)).status).toBe(200);
    expect(octopus.output).not.toMatch(/warn|error|deprecat/i);
    expect(await octopus.stop()).toBe(0);

    octopus = new OctopusProcess({ dataDir, port });
    await octopus.ready();
    expect((await fetch(link)).status).toBe(200);
    expect(octopus.output).not.toMatch(/warn|error|deprecat/i);
  });

  it("ends at a SIGTERM with exit 0 and takes its agent along, also when a connection hangs", async () => {
    const session = await start();
    await succeeds(session, "k1");
    expect(agents()).toHaveLength(1);
    const hanging = connect(port, "127.0.0.1");
    hanging.on("error", () => undefined);
    const head =
      "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
    await new Promise((resolve) => hanging.write(head, resolve));
    expect(await octopus.stop()).toBe(0);
    hanging.destroy();
    expect(agents()).toEqual([]);
  });

  it("lets a run end over a kill -9 of the server, with one working agent all the time", async () => {
    const session = await start();
    const card = await begin(session, "slow-1");
    await octopus.kill();
    const again = await start();
    expect((await again.finalCard(card)).tone).toBe("success");
    await until("one agent is left", () => agents().length === 1);
    await until("it is the child of this server and online", async () => {
      const [machine] = await machines(again);
      return machine?.liveness === "online" && machine.state === "active";
    });
    await succeeds(again, "k2");
    expect(journal.lines().filter((line) => line.what === "start")).toHaveLength(2);
  });

  it("leaves no agent behind when the server is killed and nothing runs", async () => {
    await succeeds(await start(), "k1");
    await octopus.kill();
    await until("the agent has ended", () => agents().length === 0);
  });

  it("takes Ctrl+C as an orderly stop: what runs ends, and its card shows the result after the restart", async () => {
    const session = await start({ ownGroup: true });
    const card = await begin(session, "slow-2");
    octopus.signal("SIGINT", "group");
    expect(await octopus.ended()).toBe(0);
    const again = await start();
    expect((await again.finalCard(card)).tone).toBe("success");
    expect(journal.lines().map((line) => line.what)).toEqual(["start", "end"]);
  });

  it("ends in time although something runs on and on, and says afterwards what became of it", async () => {
    const session = await start();
    const card = await begin(session, "endless-1");
    expect(await octopus.stop()).toBe(0);
    expect(agents()).toEqual([]);
    const again = await start();
    const final = await again.finalCard(card);
    expect(["unknown", "failure"]).toContain(final.tone);
    const { items } = await again.get<{ items: ExecutionDto[] }>("/executions");
    expect(items.map((execution) => execution.state)).not.toContain("running");
  });

  it("keeps its agent when it listens on another port than before", async () => {
    await succeeds(await start(), "k1");
    await octopus.stop();
    port = await freePort();
    const again = await start();
    await succeeds(again, "k2");
    expect(await machines(again)).toHaveLength(1);
  });

  it("gives this machine a new identity beside a new database", async () => {
    await succeeds(await start(), "k1");
    await octopus.stop();
    mkdirSync(join(folder.path, "old"));
    for (const name of ["octopus.db", "audit.key"]) renameSync(join(dataDir, name), join(folder.path, "old", name));
    await succeeds(await start(), "k2");
  });

  it("runs actions unprivileged when it is started as root, and says as whom", async () => {
    const session = await start();
    const [card] = await session.say(await session.conversation(), "write journal entry k1", "k1");
    const final = card && (await session.finalCard(card));
    const expected = IS_ROOT ? /^(?:octopus-run|nobody) \(uid \d+\)$/ : new RegExp(`^${userInfo().username} `);
    expect(final?.facts?.find((fact) => fact.name === "As")?.value).toMatch(expected);
  });

  it("works for an ordinary user", async () => {
    if (IS_ROOT) chownSync(folder.path, NOBODY, NOBODY);
    const session = await start(IS_ROOT ? { uid: NOBODY } : {});
    await succeeds(session, "k1");
    const [machine] = await machines(session);
    expect(machine?.facts?.runsAs).not.toMatch(/root/);
    expect(await octopus.stop()).toBe(0);
  });
});
