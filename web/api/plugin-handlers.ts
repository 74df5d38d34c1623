import { OctopusError } from "../../core/kernel/errors.ts";
import type { Actor } from "../../core/model/user.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { PluginRow } from "../../core/store/tables/plugin-table.ts";
import type { ActionDto, PluginDto } from "../contract/plugin.ts";
import type { SYSTEM_ROUTES } from "../contract/routes/system-routes.ts";
import type { Handlers } from "./route-handler.ts";

export interface PluginUseCases {
  /** The current version of each plugin. */
  list(): readonly PluginRow[];
  /** One immutable version, current or not. */
  version(name: string, version: string): Promise<PluginRow | undefined>;
  /** The content of a listed file; undefined when the version has no such file. */
  file(digest: string, path: string): Promise<Uint8Array | undefined>;
  setEnabled(actor: Actor, name: string, enabled: boolean): Promise<PluginRow>;
}

type PluginRoute = Extract<keyof typeof SYSTEM_ROUTES, `plugin.${string}`>;

export function pluginHandlers({ plugins }: { readonly plugins: PluginUseCases }): Handlers<PluginRoute> {
  const version = async (name: string, wanted: string) => {
    const plugin = await plugins.version(name, wanted);
    if (plugin) return plugin;
    throw new OctopusError("plugin.not-found", `There is no plugin ${name} in version ${wanted}.`, { name });
  };
  return {
    "plugin.list": async () => ({ items: plugins.list().map(pluginDto) }),
    "plugin.show": async ({ params }) => {
      const plugin = plugins.list().find(({ name }) => name === params.name);
      if (plugin) return pluginDto(plugin);
      throw new OctopusError("plugin.not-found", `There is no plugin ${params.name}.`, { name: params.name });
    },
    "plugin.change": async ({ actor, params, body }) =>
      pluginDto(await plugins.setEnabled(actor, params.name, body.enabled)),
    "plugin.files": async ({ params }) => {
      const { name, version: number, digest, manifest, files } = await version(params.name, params.version);
      return { name, version: number, digest, manifest: { ...manifest }, files };
    },
    "plugin.file": async ({ params }) => {
      const { digest, files } = await version(params.name, params.version);
      const listed = files.some((file) => file.path === params.path);
      const contents = listed ? await plugins.file(digest, params.path) : undefined;
      if (contents) return { contents, type: "application/octet-stream" };
      const sentence = `${params.name} ${params.version} has no file of that name.`;
      throw new OctopusError("plugin.not-found", sentence, { name: params.name });
    },
  };
}

function pluginDto(plugin: PluginRow): PluginDto {
  const { name, version, digest, manifest, enabled } = plugin;
  return {
    name,
    version,
    digest,
    description: manifest.description,
    enabled,
    registeredAt: plugin.registered_at,
    actions: manifest.actions.map(actionDto),
  };
}

function actionDto(action: ActionManifest): ActionDto {
  const { name, title, description, risk, idempotent, params, phrases, examples } = action;
  return {
    name,
    title,
    description,
    risk,
    idempotent,
    offByDefault: action.offByDefault ?? false,
    params: { ...params },
    phrases,
    examples: examples.map((example) => ({ sentence: example.sentence, params: { ...example.params } })),
  };
}
