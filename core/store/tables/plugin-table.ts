import type { PluginManifest } from "../../plugin-api/manifest.ts";
import { boolean, defineTable, integer, json, text } from "../define-table.ts";

export interface PluginFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly executable: boolean;
}

/** One immutable version. Exactly one version of a name is current. */
export interface PluginRow {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly manifest: PluginManifest;
  readonly files: readonly PluginFile[];
  readonly is_current: boolean;
  readonly enabled: boolean;
  readonly registered_at: number;
}
export const pluginTable = defineTable<PluginRow>("plugin", {
  columns: {
    name: text,
    version: text,
    digest: text,
    manifest: json,
    files: json,
    is_current: boolean,
    enabled: boolean,
    registered_at: integer,
  },
  key: ["name", "version"],
});
