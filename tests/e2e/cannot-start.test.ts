import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort, OctopusProcess, runOctopus, temporaryFolder } from "../support/octopus-process.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;
const STACK = /\n\s+at /;

describe("a server that cannot start", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;
  let port: number;
  let running: OctopusProcess | undefined;

  beforeEach(async () => {
    folder = temporaryFolder("cannot");
    dataDir = join(folder.path, "data");
    port = await freePort();
  });

  afterEach(async () => {
    await running?.kill();
    running = undefined;
    folder.remove();
  });

  const environment = (more: Readonly<Record<string, string>> = {}) => ({
    OCTOPUS_DATA_DIR: dataDir,
    OCTOPUS_PORT: String(port),
    ...more,
  });

  /** The start is refused with this code and sentence, and the doctor finds the same. */
  async function isRefused(
    expected: { readonly code: number; readonly says: RegExp; readonly doctor: RegExp },
    options: Parameters<typeof runOctopus>[1] = {},
  ): Promise<void> {
    const all = { environment: environment(), ...options };
    const start = await runOctopus(["start"], all);
    expect(start.errors).toMatch(expected.says);
    expect(start.errors).not.toMatch(STACK);
    expect(start).toMatchObject({ code: expected.code, output: "" });
    const doctor = await runOctopus(["doctor"], all);
    expect(doctor.output).toMatch(expected.doctor);
    expect(doctor.errors).toBe("");
    expect(doctor.code).toBe(1);
  }

  async function startServer(): Promise<OctopusProcess> {
    running = new OctopusProcess({ command: "server", dataDir, port, environment: LOGIN });
    await running.ready();
    return running;
  }

  async function query(sql: string): Promise<readonly unknown[]> {
    const source = new DataSource({ type: "better-sqlite3", database: join(dataDir, "octopus.db") });
    await source.initialize();
    try {
      return await source.query(sql);
    } finally {
      await source.destroy();
    }
  }

  it("names the port that another program uses", async () => {
    const other = createServer((socket) => socket.end("no web server\n"));
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    await isRefused({
      code: 1,
      says: new RegExp(`Port ${port} on 127.0.0.1 is already in use.*OCTOPUS_PORT`),
      doctor: /FAIL {2}port \d+ on 127.0.0.1 is used by another program\n +Stop that program, or set OCTOPUS_PORT/,
    });
    other.close();
  });

  it("says that the data folder is a file", async () => {
    writeFileSync(dataDir, "");
    await isRefused({
      code: 1,
      says: /The data folder .* cannot be written.*OCTOPUS_DATA_DIR/,
      doctor: /FAIL {2}the data folder .* is a file\n +Remove that file, or set OCTOPUS_DATA_DIR/,
    });
  });

  it("says that it may not write into the data folder", async () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o555);
    chmodSync(folder.path, 0o755);
    await isRefused(
      {
        code: 1,
        says: /The data folder .* cannot be written \(EACCES\)/,
        doctor: /FAIL {2}the data folder .* cannot be written/,
      },
      { environment: environment(), ...(IS_ROOT ? { uid: NOBODY } : {}) },
    );
    chmodSync(dataDir, 0o755);
  });

  it("names the server that has the data folder, which goes on undisturbed", async () => {
    const first = await startServer();
    const second = await runOctopus(["server"], { environment: environment({ OCTOPUS_PORT: "0" }) });
    expect(second.errors).toMatch(/Another server \(process \d+\) uses the data folder .*OCTOPUS_DATA_DIR/);
    expect(second.errors).not.toMatch(STACK);
    expect(second.code).toBe(1);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    const doctor = await runOctopus(["doctor"], { environment: environment({ OCTOPUS_PORT: "1" }) });
    expect(doctor.output).toMatch(/the server is ready/);
    expect(doctor.output).toMatch(/no machine has joined/);
  });

  it("finds a server that holds the folder and answers nowhere", async () => {
    const server = await startServer();
    rmSync(join(dataDir, "command-line.json"));
    server.signal("SIGSTOP");
    const doctor = await runOctopus(["doctor"], {
      environment: environment({ OCTOPUS_PORT: String(await freePort()) }),
    });
    server.signal("SIGCONT");
    expect(doctor.output).toMatch(/FAIL {2}process \d+ uses the data folder, but does not answer there\n.*kill \d+/);
    expect(doctor.code).toBe(1);
  });

  it("leaves the database of a newer version alone", async () => {
    await (await startServer()).stop();
    const before = await query("SELECT * FROM app_user");
    await query("INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'Later1999999999999')");
    await isRefused({
      code: 3,
      says: /written by a newer version of Octopus \(it has Later1999999999999\)\. Start that version, or restore a backup/,
      doctor: /FAIL {2}the database cannot be used\n +The database was written by a newer version/,
    });
    expect(await query("SELECT * FROM app_user")).toEqual(before);
    expect(before).toHaveLength(1);
    await query("DELETE FROM migrations WHERE timestamp = 1999999999999");
    await startServer();
  });

  it("refuses a damaged database, and a backup made while it worked puts it right", async () => {
    const server = await startServer();
    const copy = join(folder.path, "copy.db");
    expect(await runOctopus(["backup", copy], { environment: environment() })).toMatchObject({ code: 0, errors: "" });
    const tooEarly = await runOctopus(["restore", copy], { environment: environment() });
    expect(tooEarly.errors).toMatch(/Another server \(process \d+\) uses the data folder/);
    await server.stop();
    for (const part of ["-wal", "-shm"]) rmSync(join(dataDir, `octopus.db${part}`), { force: true });
    writeFileSync(join(dataDir, "octopus.db"), "this was a database once".repeat(1_000));
    await isRefused({
      code: 1,
      says: /The database in .* is damaged\. Nothing was changed\. Restore the last backup with: octopus restore/,
      doctor: /FAIL {2}the database cannot be used\n +The database in .* is damaged/,
    });
    const restored = await runOctopus(["restore", copy], { environment: environment() });
    expect(restored).toMatchObject({ code: 0, errors: "" });
    await startServer();
    const again = await runOctopus(["users"], { environment: environment() });
    expect(again.output).toMatch(/ada +admin/);
  });

  it.each([
    [{ OCTOPUS_PROT: "9000" }, "OCTOPUS_PROT: there is no such setting; did you mean OCTOPUS_PORT? (environment)"],
    [{ OCTOPUS_PORT: "abc" }, 'port: must be a whole number from 0 to 65535; got "abc" (environment OCTOPUS_PORT)'],
    [{ OCTOPUS_HOST: "0.0.0.0" }, "host: listening beyond this machine needs insecureHttp"],
    [{ OCTOPUS_TIME_ZONE: "Moon/Crater" }, 'timeZone: must be an IANA zone like "Europe/Berlin"'],
    [{ OCTOPUS_ADMIN_USER: "ada" }, "adminUser and adminPassword: give both or neither."],
  ])("refuses the environment %j", async (wrong, sentence) => {
    const says = new RegExp(sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    await isRefused({ code: 2, says, doctor: says }, { environment: environment(wrong) });
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    ['{ "prot": 9000 }', /prot: there is no such setting; did you mean port\? \(.*octopus.config.json\)/],
    ['{ "port": ', /octopus.config.json must hold one JSON object/],
  ])("refuses octopus.config.json with %s", async (content, says) => {
    writeFileSync(join(folder.path, "octopus.config.json"), content);
    await isRefused({ code: 2, says, doctor: says }, { environment: environment(), folder: folder.path });
  });

  it("refuses a weak password for the first administrator, and an unknown command", async () => {
    const weak = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "short" };
    const start = await runOctopus(["server"], { environment: environment(weak) });
    expect(start.errors).toMatch(/password/i);
    expect(start.errors).not.toMatch(STACK);
    expect(start.code).not.toBe(0);
    const unknown = await runOctopus(["strat"], { environment: environment() });
    expect(unknown.errors).toMatch(/unknown command 'strat'/);
    expect(unknown.code).toBe(2);
  });
});
