import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "../../core/model/frame.ts";
import type { ActionManifest, PluginManifest } from "../../core/plugin-api/manifest.ts";
import { parseLine } from "../../nlp/parse-jsonl.ts";
import type { World } from "../../nlp/world.ts";
import { readJson } from "./corpus-file.ts";

const known = new Map<string, Frame>();

/** The frame of one message in the world of tests/corpus/world.json, on the morning its sentences speak of; read once. */
export function ourFrame(text: string, context?: readonly string[]): Frame {
  const key = JSON.stringify([text, context]);
  const before = known.get(key);
  if (before) return before;
  const line = { id: "1", text, ...(context && { context }) };
  const { frame } = parseLine(line, world(), builtInActions(), "2026-11-21T10:15:00", "Europe/Paris");
  known.set(key, frame);
  return frame;
}

let knownWorld: World | undefined;
/** What can be named in the corpora. */
export function world(): World {
  knownWorld ??= readJson<World>("world.json");
  return knownWorld;
}

let knownActions: readonly ActionManifest[] | undefined;
/** The actions of every plugin in the tree. */
export function builtInActions(): readonly ActionManifest[] {
  knownActions ??= readdirSync("plugins")
    .map((name) => join("plugins", name, "manifest.json"))
    .filter((path) => existsSync(path))
    .flatMap((path) => (JSON.parse(readFileSync(path, "utf8")) as PluginManifest).actions);
  return knownActions;
}
