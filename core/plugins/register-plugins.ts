import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Writer } from "../store/rows.ts";
import { type PluginRow, pluginTable } from "../store/tables/plugin-table.ts";
import { SYSTEM_ACTOR } from "../users/actor-of.ts";
import type { InstalledPlugin } from "./installed-plugin.ts";
import type { Candidate } from "./plan-plugins.ts";

interface Deps {
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
}

/**
 * Makes the table say what is installed: one current version of each name. Rows of versions that were, stay: attempts
 * point to them. A plugin that was switched off stays off through an upgrade.
 */
export async function registerPlugins(
  writer: Writer,
  deps: Deps,
  candidates: readonly Candidate[],
): Promise<readonly InstalledPlugin[]> {
  const rows = await writer.select(pluginTable, {});
  const names = new Set(candidates.map(({ manifest }) => manifest.name));
  for (const row of rows) {
    if (!row.is_current || names.has(row.name)) continue;
    await writer.update(pluginTable, { name: row.name, version: row.version }, { is_current: false });
  }
  const installed: InstalledPlugin[] = [];
  for (const candidate of candidates) {
    const versions = rows.filter((row) => row.name === candidate.manifest.name);
    installed.push(await registerOne(writer, deps, candidate, versions));
  }
  return installed;
}

async function registerOne(
  writer: Writer,
  { audit, clock, logger }: Deps,
  candidate: Candidate,
  versions: readonly PluginRow[],
): Promise<InstalledPlugin> {
  const { manifest, files, digest, folder, replacesContent } = candidate;
  const { name, version } = manifest;
  const same = versions.find((row) => row.version === version);
  const current = versions.find((row) => row.is_current);
  const row: PluginRow = {
    name,
    version,
    digest,
    manifest,
    files,
    is_current: true,
    enabled: (current ?? same)?.enabled ?? true,
    registered_at: same && !replacesContent ? same.registered_at : clock.now(),
  };
  const installed = {
    name,
    version,
    digest,
    enabled: row.enabled,
    registeredAt: row.registered_at,
    manifest,
    files,
    folder,
  };
  if (same?.is_current && !replacesContent) return installed;
  await writer.update(pluginTable, { name, is_current: true }, { is_current: false });
  if (same) await writer.update(pluginTable, { name, version }, row);
  else await writer.insert(pluginTable, [row]);
  if (replacesContent) logger.info({ plugin: name, version, digest }, "plugin content replaced");
  const detail = { version, digest, replaced: current ? `${current.version}#${current.digest.slice(0, 12)}` : null };
  const fact = {
    action: "plugin.register",
    object: name,
    decision: "allowed",
    rule: "found-at-start",
    detail,
  } as const;
  await audit.record(writer, SYSTEM_ACTOR, fact);
  return installed;
}
