import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AgentDto } from "../../web/contract/agent.ts";
import { ApiSession } from "../support/api-session.ts";
import { endOf } from "../support/fleet-commands.ts";
import { freePort, OctopusProcess, runOctopus, temporaryFolder } from "../support/octopus-process.ts";
import { processesWith, until } from "../support/processes.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };

describe("a second machine", () => {
  const folder = temporaryFolder("second");
  const home = join(folder.path, "home");
  const programs = join(folder.path, "bin");
  let octopus: OctopusProcess;
  let session: ApiSession;

  beforeAll(async () => {
    const port = await freePort();
    octopus = new OctopusProcess({ dataDir: join(folder.path, "data"), port, environment: LOGIN });
    await octopus.ready();
    session = await ApiSession.signIn(octopus.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    mkdirSync(home);
    mkdirSync(programs);
    symlinkSync(process.execPath, join(programs, "node"));
  });

  afterAll(async () => {
    const machines = () => processesWith("agent.cjs run", folder.path, ".octopus-agent");
    for (const pid of machines()) process.kill(pid, "SIGTERM");
    await until("they have ended", () => machines().length === 0);
    await octopus.stop();
    folder.remove();
  });

  /** A machine with Node, curl and what every system has; nothing of this repository. */
  const environment = () => ({ PATH: `${programs}:/usr/bin:/bin`, HOME: home });

  async function joinLine(more: object = {}): Promise<string> {
    const wanted = { autoApprove: true, labels: ["web"], ...more };
    return (await session.post<{ command: string }>("/agents/join-tokens", wanted)).command;
  }

  /** What somebody does who pastes the line into a terminal. */
  function install(line: string): void {
    spawn("sh", ["-c", line], { env: environment(), stdio: "ignore", cwd: home });
  }

  const found = async (name: string) =>
    (await session.get<{ items: AgentDto[] }>("/agents")).items.find((agent) => agent.name === name);

  it("joins by the printed line, works by its name and label, and needs one file", async () => {
    const line = await joinLine();
    expect(line).toMatch(/^curl -fsSL http:\/\/\S+\/install.sh \| sh -s -- --token octo_join_\S+$/);
    install(`${line} --name web-2`);
    await until("it is online", async () => (await found("web-2"))?.liveness === "online");
    expect((await found("web-2"))?.labels).toEqual(["web"]);

    const said = await runOctopus(["say", "--json", "check disk space on web-2"], {
      environment: { OCTOPUS_DATA_DIR: join(folder.path, "data") },
    });
    expect(said.code).toBe(0);
    const card = JSON.parse(said.output).card;
    expect(card.facts).toContainEqual({ name: "Where", value: "web-2" });
    const files = readdirSync(join(home, ".octopus-agent"));
    expect(files.filter((name) => name.endsWith(".cjs") || name === "node_modules")).toEqual(["agent.cjs"]);
  });

  it("is told about --name when its host name is taken, and the line still works then", async () => {
    const taken = (await session.get<{ items: AgentDto[] }>("/agents")).items[0]?.name;
    const line = (await joinLine()).replace("| sh -s --", `| HOME=${join(folder.path, "third")} sh -s --`);
    const refused = await endOf("sh", ["-c", `${line} --name ${taken}`], environment());
    expect(refused.text).toMatch(/--name/);
    expect(refused.code).toBe(4);
    install(`${line} --name web-3`);
    await until("it is online", async () => (await found("web-3"))?.liveness === "online");
  });

  it("joins and runs by two commands from a checkout", async () => {
    const [, token = ""] = /--token (\S+)/.exec(await joinLine({ name: "web-4" })) ?? [];
    const target = join(folder.path, "web-4");
    const joined = await runOctopus(["agent", "join", octopus.url, "--token", token, "--data-dir", target]);
    expect(joined).toMatchObject({ code: 0, errors: "" });
    expect(joined.output).toMatch(/This machine is now "web-4" of http.*\nStart it with: octopus agent run --data-dir/);
    const status = await runOctopus(["agent", "status", "--data-dir", target]);
    expect(status.output).toMatch(/machine {3}web-4 .*\n.*0 running.*\n.*\nserver .* answers/);
  });

  it("waits for approval unless the token says otherwise", async () => {
    const [, token = ""] = /--token (\S+)/.exec(await joinLine({ autoApprove: false, name: "web-5" })) ?? [];
    const target = join(folder.path, "web-5");
    const joined = await runOctopus(["agent", "join", octopus.url, "--token", token, "--data-dir", target]);
    expect(joined.output).toMatch(/An administrator has to approve it before it gets work/);
    const doctor = await runOctopus(["doctor"], { environment: { OCTOPUS_DATA_DIR: join(folder.path, "data") } });
    expect(doctor.output).toMatch(/web-5 waits for approval/);
  });
});
