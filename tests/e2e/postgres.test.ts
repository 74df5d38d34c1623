import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSession } from "../support/api-session.ts";
import { freePort, OctopusProcess, projectRoot, temporaryFolder } from "../support/octopus-process.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };

describe("a server on PostgreSQL", () => {
  const folder = temporaryFolder("postgres");
  let postgres: TestPostgres;
  let server: OctopusProcess | undefined;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(async () => {
    await server?.stop();
    await postgres?.stop();
    folder.remove();
  });

  it("answers a sentence, and has not forgotten it after kill -9", { timeout: 120_000 }, async () => {
    const port = await freePort();
    const databaseUrl = await postgres.createDatabase("octopus_e2e");
    const environment = { ...LOGIN, OCTOPUS_DATABASE_URL: databaseUrl };
    const start = async () => {
      const started = new OctopusProcess({ command: "server", dataDir: join(folder.path, "data"), port, environment });
      await started.ready();
      return started;
    };
    server = await start();
    const session = await ApiSession.signIn(server.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    const { token } = await session.post<{ token: string }>("/agents/join-tokens", { autoApprove: true, name: "db-1" });
    const bundle = join(projectRoot, "dist/agent.cjs");
    const agentFolder = join(folder.path, "agent");
    const joining = spawn(process.execPath, [bundle, "join", server.url, "--token", token, "--data-dir", agentFolder]);
    expect(await new Promise((resolve) => joining.once("close", resolve))).toBe(0);
    const agent = spawn(process.execPath, [bundle, "run", "--data-dir", agentFolder], { stdio: "ignore" });
    try {
      const conversation = await session.conversation();
      const [reply] = await session.say(conversation, "check disk space", "m1");
      if (!reply) throw new Error("no answer");
      const card = await session.finalCard(reply);
      expect(["success", "attention"]).toContain(card.tone);
      await server.kill();
      server = await start();
      const after = await session.messages(conversation);
      expect(after.map((message) => message.id)).toContain(reply.id);
      const [again] = await session.say(conversation, "check disk space", "m1");
      expect(again?.id).toBe(reply.id);
    } finally {
      agent.kill("SIGKILL");
    }
  });
});
