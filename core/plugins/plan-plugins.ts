import type { PluginManifest } from "../plugin-api/manifest.ts";
import { type PluginFile, pluginDigest } from "../plugin-api/plugin-digest.ts";
import type { PluginRow } from "../store/tables/plugin-table.ts";
import { checkManifest } from "./check-manifest.ts";
import type { PluginFolder } from "./read-plugin-folder.ts";

/** Whether the language understands every example of a plugin, and mistakes none of the others'. Empty: it does. */
export type CheckExamples = (candidate: PluginManifest, others: readonly PluginManifest[]) => readonly string[];

/** A plugin that may be used. */
export interface Candidate {
  readonly folder: string;
  readonly manifest: PluginManifest;
  readonly files: readonly PluginFile[];
  readonly digest: string;
  readonly replacesContent: boolean;
}

export interface RefusedPlugin {
  readonly folder: string;
  readonly name: string | undefined;
  readonly reasons: readonly string[];
}

export interface FoundFolder extends PluginFolder {
  /** Whether it comes with the program. */
  readonly isBundled: boolean;
}

export type PluginVerdict =
  | { readonly kind: "accepted"; readonly candidate: Candidate }
  | { readonly kind: "refused"; readonly refused: RefusedPlugin };

/** Judges one folder against what is known and accepted so far. One bad plugin costs nobody else anything. */
export function judgePlugin(
  found: FoundFolder,
  known: readonly PluginRow[],
  accepted: readonly Candidate[],
  checkExamples: CheckExamples,
): PluginVerdict {
  const { folder, files } = found;
  const refuse = (name: string | undefined, reasons: readonly string[]): PluginVerdict => ({
    kind: "refused",
    refused: { folder, name, reasons },
  });
  const checked = checkManifest(found.manifestText, files);
  if (!checked.ok) return refuse(undefined, checked.reasons);
  const { manifest } = checked;
  const digest = pluginDigest(files);
  const same = known.find((row) => row.name === manifest.name && row.version === manifest.version);
  const isChanged = same !== undefined && same.digest !== digest;
  if (isChanged && !found.isBundled) {
    const reason = `version ${manifest.version} was installed before with other content, and versions are immutable; raise the version`;
    return refuse(manifest.name, [reason]);
  }
  const clashes = clashesWith(manifest, accepted);
  if (clashes.length > 0) return refuse(manifest.name, clashes);
  // what comes with the program is proven by its own tests: reading every example again would double the time to start
  const misunderstood = found.isBundled ? [] : checkExamples(manifest, accepted.map(manifestOf));
  if (misunderstood.length > 0) return refuse(manifest.name, misunderstood);
  return { kind: "accepted", candidate: { folder, manifest, files, digest, replacesContent: isChanged } };
}

const manifestOf = ({ manifest }: Candidate): PluginManifest => manifest;

function clashesWith(manifest: PluginManifest, accepted: readonly Candidate[]): readonly string[] {
  const twin = accepted.find((other) => other.manifest.name === manifest.name);
  if (twin) return [`another plugin called ${manifest.name} lies in ${twin.folder}`];
  return accepted.flatMap((other) =>
    other.manifest.actions
      .filter((action) => manifest.actions.some(({ name }) => name === action.name))
      .map((action) => `the plugin ${other.manifest.name} has the action ${action.name} already`),
  );
}
