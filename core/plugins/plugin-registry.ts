import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import { type Decoded, validator } from "../kernel/validator.ts";
import type { Actor } from "../model/user.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";
import type { Store, Writer } from "../store/rows.ts";
import { pluginTable } from "../store/tables/plugin-table.ts";
import type { ActionCatalog, FoundAction } from "../tasks/action-catalog.ts";
import { assertAllowed } from "../users/assert-allowed.ts";
import type { InstalledPlugin } from "./installed-plugin.ts";
import {
  type Candidate,
  type CheckExamples,
  type FoundFolder,
  judgePlugin,
  type RefusedPlugin,
} from "./plan-plugins.ts";
import { readPluginFolder, sha256Of } from "./read-plugin-folder.ts";
import { registerPlugins } from "./register-plugins.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly checkExamples: CheckExamples;
}

/** Where plugins lie: each folder is one plugin, with its manifest.json and its files. */
export interface PluginSource {
  readonly folders: readonly string[];
  /**
   * Comes with the program and changes with it: other content under a known version takes its place instead of being
   * refused, and its examples were proven with the language when the program was tested. Never for what others install.
   */
  readonly isBundled: boolean;
}

interface KnownAction extends FoundAction {
  readonly decodeParams: (value: unknown) => Decoded<unknown>;
}

/** Which plugins there are, what they can do, and their files. `load` first; everything but files is answered from memory. */
export class PluginRegistry implements ActionCatalog {
  readonly #deps: Deps;
  #plugins: readonly InstalledPlugin[] = [];
  #refused: readonly RefusedPlugin[] = [];
  #actions: ReadonlyMap<string, KnownAction> = new Map();
  #manifests: readonly ActionManifest[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Reads, judges and registers all plugins, in the order given. A refused one keeps its reasons and costs no other. */
  async load(sources: readonly PluginSource[]): Promise<void> {
    const { checkExamples, store } = this.#deps;
    const known = await store.select(pluginTable, {});
    const accepted: Candidate[] = [];
    const refused: RefusedPlugin[] = [];
    for (const found of await readAll(sources, refused)) {
      const verdict = judgePlugin(found, known, accepted, checkExamples);
      if (verdict.kind === "accepted") accepted.push(verdict.candidate);
      else refused.push(verdict.refused);
    }
    const plugins = await store.write((writer) => registerPlugins(writer, this.#deps, accepted));
    this.#refused = refused;
    this.#set(plugins);
    for (const { folder, name, reasons } of refused) {
      this.#deps.logger.error({ folder, plugin: name, reasons }, "plugin refused");
    }
    this.#deps.events.emit("plugins.changed", {});
  }

  /** Every plugin, enabled or not, by name. */
  list(): readonly InstalledPlugin[] {
    return this.#plugins;
  }

  /** What lies in the folders and is not used, and why. */
  refused(): readonly RefusedPlugin[] {
    return this.#refused;
  }

  /** Throws `plugin.not-found`. */
  get(name: string): InstalledPlugin {
    const plugin = this.#plugins.find((one) => one.name === name);
    if (plugin) return plugin;
    throw new OctopusError("plugin.not-found", `There is no plugin "${name.slice(0, 40)}".`, { name });
  }

  /** Of enabled plugins. The same array until something changes. */
  actions(): readonly ActionManifest[] {
    return this.#manifests;
  }

  find(action: string): FoundAction | undefined {
    const known = this.#actions.get(action);
    return known && { plugin: known.plugin, action: known.action };
  }

  validateParams(action: string, params: JsonObject): string | undefined {
    const known = this.#actions.get(action);
    if (!known) return `no installed plugin has the action ${action}`;
    const decoded = known.decodeParams(params);
    return decoded.ok
      ? undefined
      : decoded.problem.replace(/^the value must have required property '([^']{0,200})'.*$/, "$1 is missing");
  }

  /** Throws `access.denied`, `plugin.not-found`. */
  async setEnabled(writer: Writer, actor: Actor, name: string, enabled: boolean): Promise<InstalledPlugin> {
    const rule = assertAllowed(actor, { name: "plugin.manage" }, "switch plugins on or off");
    const plugin = this.get(name);
    const { audit, events } = this.#deps;
    await writer.update(pluginTable, { name }, { enabled });
    const action = enabled ? "plugin.enable" : "plugin.disable";
    await audit.record(writer, actor, { action, object: name, decision: "allowed", rule });
    const changed = { ...plugin, enabled };
    writer.afterCommit(() => {
      this.#set(this.#plugins.map((one) => (one.name === name ? changed : one)));
      events.emit("plugins.changed", {});
    });
    return changed;
  }

  /** The current version, with the list that its digest covers. Throws `plugin.not-found` for any other version. */
  version(name: string, version: string): InstalledPlugin {
    const plugin = this.get(name);
    if (plugin.version === version) return plugin;
    const sentence = `Plugin ${name} is installed as version ${plugin.version}, not ${version.slice(0, 30)}.`;
    throw new OctopusError("plugin.not-found", sentence, { name, version });
  }

  /**
   * The bytes of one file, checked against the registered digest. Throws `plugin.not-found`, and
   * `plugin.version-changed` when the file on disk is not what was registered.
   */
  async fileOf(name: string, version: string, path: string): Promise<Buffer> {
    const plugin = this.version(name, version);
    const file = plugin.files.find((one) => one.path === path);
    if (!file) {
      const sentence = `Plugin ${name} ${version} has no file ${JSON.stringify(path.slice(0, 80))}.`;
      throw new OctopusError("plugin.not-found", sentence, { name, version });
    }
    const content = await readFile(join(plugin.folder, file.path)).catch(() => undefined);
    if (content !== undefined && sha256Of(content) === file.sha256) return content;
    const sentence = `${path} of plugin ${name} ${version} changed on disk since it was registered; restart the server.`;
    throw new OctopusError("plugin.version-changed", sentence, { name, version, path });
  }

  #set(plugins: readonly InstalledPlugin[]): void {
    this.#plugins = [...plugins].sort((a, b) => (a.name < b.name ? -1 : 1));
    const enabled = this.#plugins.filter((plugin) => plugin.enabled);
    this.#actions = new Map(enabled.flatMap(actionsOf));
    this.#manifests = [...this.#actions.values()].map(({ action }) => action);
  }
}

function actionsOf({ name, version, digest, manifest }: InstalledPlugin): readonly (readonly [string, KnownAction])[] {
  const plugin = { name, version, digest };
  return manifest.actions.map((action) => [action.name, { plugin, action, decodeParams: validator(action.params) }]);
}

async function readAll(sources: readonly PluginSource[], refused: RefusedPlugin[]): Promise<readonly FoundFolder[]> {
  const found: FoundFolder[] = [];
  for (const { folders, isBundled } of sources) {
    for (const folder of folders) {
      const read = await readPluginFolder(folder);
      if (read.ok) found.push({ ...read.value, isBundled });
      else refused.push({ folder, name: undefined, reasons: [read.problem] });
    }
  }
  return found;
}
