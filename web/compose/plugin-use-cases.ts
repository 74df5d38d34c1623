import { isOctopusError } from "../../core/kernel/errors.ts";
import type { InstalledPlugin } from "../../core/plugins/installed-plugin.ts";
import type { PluginRegistry } from "../../core/plugins/plugin-registry.ts";
import type { Store } from "../../core/store/rows.ts";
import type { PluginRow } from "../../core/store/tables/plugin-table.ts";
import type { PluginUseCases } from "../api/plugin-handlers.ts";

interface Services {
  readonly store: Store;
  readonly plugins: PluginRegistry;
}

/** Plugins as the web asks for them. */
export function pluginUseCases({ store, plugins }: Services): PluginUseCases {
  return {
    list: () => plugins.list().map(rowOf),
    version: async (name, version) => ifKnown(() => rowOf(plugins.version(name, version))),
    async file(digest, path) {
      const plugin = plugins.list().find((one) => one.digest === digest);
      return plugin && (await plugins.fileOf(plugin.name, plugin.version, path).catch(missingAsUndefined));
    },
    setEnabled: async (actor, name, enabled) =>
      rowOf(await store.write((writer) => plugins.setEnabled(writer, actor, name, enabled))),
  };
}

function rowOf(plugin: InstalledPlugin): PluginRow {
  const { name, version, digest, enabled, manifest, files, registeredAt } = plugin;
  return { name, version, digest, enabled, manifest, files, is_current: true, registered_at: registeredAt };
}

function ifKnown<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    return missingAsUndefined(error);
  }
}

function missingAsUndefined(error: unknown): undefined {
  if (isOctopusError(error, "plugin.not-found")) return undefined;
  throw error;
}
