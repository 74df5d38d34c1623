import type { JsonObject } from "../kernel/json.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";
import type { PluginRef } from "../protocol/messages.ts";

export interface FoundAction {
  readonly plugin: PluginRef;
  readonly action: ActionManifest;
}

/** The installed, enabled actions, as the plugin registry knows them. */
export interface ActionCatalog {
  find(action: string): FoundAction | undefined;
  /** The first problem as a sentence fragment ("count must be >= 1 (got 0)"), or undefined. */
  validateParams(action: string, params: JsonObject): string | undefined;
  /** With the secret ones sealed, as they are kept. A catalog without it keeps them as they are. */
  sealed?(action: string, params: JsonObject): JsonObject;
  /** As the action wants them; undefined: sealed with another key. */
  opened?(action: string, params: JsonObject): JsonObject | undefined;
}

/** The machines as last known; a synchronous snapshot. */
export interface MachineDirectory<Machine> {
  all(): readonly Machine[];
  get(id: string): Machine | undefined;
}
