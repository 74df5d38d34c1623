import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "../../core/model/frame.ts";
import type { ActionManifest, PluginManifest } from "../../core/plugin-api/manifest.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import { parse } from "../../nlp/parse.ts";
import type { ParseContext } from "../../nlp/parse-context.ts";
import { type World, worldCatalog } from "../../nlp/world.ts";

const root = join(import.meta.dirname, "../..");

/** Saturday, 21 November 2026, 10:15 in Paris. */
export const SATURDAY = Date.UTC(2026, 10, 21, 9, 15);

const manifests: readonly PluginManifest[] = readdirSync(join(root, "plugins"))
  .map((name) => join(root, "plugins", name, "manifest.json"))
  .filter((path) => existsSync(path))
  .map((path) => JSON.parse(readFileSync(path, "utf8")) as PluginManifest);

/** The actions of every plugin in the tree. */
export const builtInActions: readonly ActionManifest[] = manifests.flatMap(({ actions }) => actions);

export const corpusWorld = JSON.parse(readFileSync(join(root, "tests/corpus/world.json"), "utf8")) as World;
export const corpusCatalog: Catalog = worldCatalog(corpusWorld, builtInActions);

/** The frame of one message in the world of the corpus. */
export function frameOf(text: string, context: Partial<ParseContext> = {}, catalog: Catalog = corpusCatalog): Frame {
  return parse(text, catalog, { now: SATURDAY, timeZone: "Europe/Paris", addressed: true, ...context }).frame;
}
