import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../../../core/config/load-config.ts";
import type { ServerConfig } from "../../../../core/config/server-config.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Role } from "../../../../core/model/user.ts";
import { type Composed, compose } from "../../../../web/compose/compose.ts";
import { type Answer, ask } from "../../web/support/ask.ts";

export const PASSWORD = "eight arms hold twelve things";
type Options = Parameters<typeof ask>[2];

/** The whole server as it ships, over SQLite in a folder of its own, with one plugin and nothing faked. */
export class Victim {
  readonly folder: string;
  readonly composed: Composed;
  readonly url: string;
  readonly port: number;
  readonly #tokens = new Map<string, string>();

  private constructor(folder: string, composed: Composed, listening: { readonly url: string; readonly port: number }) {
    this.folder = folder;
    this.composed = composed;
    this.url = listening.url;
    this.port = listening.port;
  }

  static async start(change: Partial<ServerConfig> = {}): Promise<Victim> {
    const folder = mkdtempSync(join(tmpdir(), "octopus-victim-"));
    const plugins = join(folder, "plugins");
    mkdirSync(join(folder, "client"));
    writeFileSync(join(folder, "client", "index.html"), "<!doctype html><title>Octopus</title>");
    writeFileSync(join(folder, "agent.cjs"), "// agent");
    cpSync(join(import.meta.dirname, "../../../support/plugins/journal"), join(plugins, "journal"), {
      recursive: true,
    });
    const config = { ...aConfig(join(folder, "data")), admin: { user: "ada", password: PASSWORD }, ...change };
    const composed = await compose({
      config,
      logger: silentLogger,
      version: "0.0.0",
      consoleFolder: join(folder, "client"),
      agentBundle: join(folder, "agent.cjs"),
      pluginFolders: [join(plugins, "journal")],
      shownSettings: () => [],
    });
    return new Victim(folder, composed, await composed.start());
  }

  async stop(): Promise<void> {
    await this.composed.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As nobody, or with the headers given. */
  async ask(path: string, options: Options = {}): Promise<Answer> {
    return await ask(this.url, `/api/v1${path}`, options);
  }

  /** As the person of this role: ada is the admin, the others are made when they are needed. */
  async as(role: Role, path: string, options: Options = {}): Promise<Answer> {
    return await this.ask(path, { ...options, bearer: await this.#token(role) });
  }

  /** The cookie of a fresh session of ada. */
  async signIn(options: Options = {}): Promise<{ readonly cookie: string; readonly answer: Answer }> {
    const answer = await this.ask("/session", { json: { username: "ada", password: PASSWORD }, ...options });
    const [cookie = ""] = [answer.headers["set-cookie"] ?? []].flat();
    return { cookie: cookie.split(";")[0] ?? "", answer };
  }

  async joinToken(wanted: object = {}): Promise<string> {
    const answer = await this.as("admin", "/agents/join-tokens", { json: { autoApprove: true, ...wanted } });
    return (answer.json as { token: string }).token;
  }

  async #token(role: Role): Promise<string> {
    const known = this.#tokens.get(role);
    if (known !== undefined) return known;
    const { core } = this.composed;
    const [ada] = await core.userQueries.all();
    if (!ada) throw new Error("no admin");
    const admin = { userId: ada.id, name: ada.name, role: ada.role, via: "test" };
    const { secret } = await core.store.write(async (writer) => {
      const user = role === "admin" ? ada : await core.users.create(writer, admin, { name: role, role });
      const actor = { userId: user.id, name: user.name, role, via: "test" };
      return await core.tokens.create(writer, actor, { name: "test" });
    });
    this.#tokens.set(role, secret);
    return secret;
  }
}

function aConfig(dataDir: string): ServerConfig {
  const environment = { OCTOPUS_DATA_DIR: dataDir, OCTOPUS_PORT: "0", OCTOPUS_TIME_ZONE: "UTC" };
  return loadConfig({ environment, flags: {}, systemTimeZone: "UTC" }).config;
}
