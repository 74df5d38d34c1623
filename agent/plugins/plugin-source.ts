import type { PluginManifest } from "../../core/plugin-api/manifest.ts";
import type { PluginRef } from "../../core/protocol/messages.ts";

/** A plugin on this machine, verified against its digest when it was handed out. */
export interface CachedPlugin {
  readonly digest: string;
  readonly folder: string;
  readonly manifest: PluginManifest;
}

export type FetchedPlugin =
  | { readonly ok: true; readonly plugin: CachedPlugin }
  /** A whole sentence. `retryable`: the same request may succeed later. */
  | { readonly ok: false; readonly problem: string; readonly retryable: boolean };

export interface PluginSource {
  /** Hands out the plugin with every byte verified now, after getting it from the server if need be. Never rejects. */
  fetch(ref: PluginRef): Promise<FetchedPlugin>;
  /** The manifest of a plugin that was handed out before. */
  known(digest: string): PluginManifest | undefined;
}
