import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeManifest } from "../core/plugin-api/manifest.ts";
import type { Catalog } from "../nlp/catalog.ts";
import { parse } from "../nlp/parse.ts";
import { builtPlugins } from "./built-plugins.ts";
import { type RawFigure, repeat } from "./measure-raw.ts";

const SENTENCE = "check disk space on web-1 and web-2 every weekday at nine";
const NOON = Date.UTC(2026, 10, 21, 12);

/** The parser alone, with the actions of the built-in plugins and two machines; twelve words, a schedule, two targets. */
export async function measureParse(root: string, times: number): Promise<RawFigure> {
  const actions = builtPlugins(root).flatMap((folder) => {
    const decoded = decodeManifest(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));
    return decoded.ok ? decoded.value.actions : [];
  });
  const agents = ["web-1", "web-2"].map((name) => ({ name, labels: ["linux"] }));
  const catalog: Catalog = { agents, services: [], tasks: [], users: [], actions };
  const context = { now: NOON, timeZone: "Europe/Berlin", addressed: true };
  const summary = await repeat(times, async () => parse(SENTENCE, catalog, context));
  return { name: "parse of a sentence of 12 words", summary };
}
