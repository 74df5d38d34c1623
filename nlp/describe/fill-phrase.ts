import type { Json } from "../../core/kernel/json.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { compilePhrase, type PhraseNode } from "../match/phrase.ts";
import { sayList } from "./say-clock.ts";
import { sayDuration } from "./say-duration.ts";

/**
 * The first phrase of the manifest that has a hole for exactly these parameters, filled in; `missing`: one that nobody has
 * said yet, for which its noun stands.
 */
export function fillPhrase(
  action: ActionManifest,
  said: Readonly<Record<string, Json>>,
  missing?: string,
): string | undefined {
  const noun = missing === undefined ? undefined : nounOf(action, missing);
  if (missing !== undefined && noun === undefined) return undefined;
  const params = missing === undefined || noun === undefined ? said : { ...said, [missing]: { noun } };
  const wanted = Object.keys(params).sort().join(" ");
  for (const source of action.phrases) {
    const nodes = compilePhrase(source).nodes.filter((node) => !node.optional || node.kind === "hole");
    const holes = nodes.flatMap((node) => (node.kind === "hole" ? [node.name] : []));
    const needed = nodes.flatMap((node) => (node.kind === "hole" && !node.optional ? [node.name] : []));
    const fits = [...holes].sort().join(" ") === wanted || [...needed].sort().join(" ") === wanted;
    if (fits) return nodes.flatMap((node) => sayNode(node, action, params)).join(" ");
  }
  return undefined;
}

const NOUNS: Readonly<Record<string, string>> = {
  service: "the service",
  host: "the host",
  url: "the site",
  path: "the file",
};

/** "the service", "the script": what a person says of a thing whose name is not said. */
function nounOf({ name: action, params }: ActionManifest, name: string): string | undefined {
  const slot = params.properties[name]?.["x-slot"] ?? "";
  return slot === "path" && action.startsWith("script.") ? "the script" : NOUNS[slot];
}

function sayNode(node: PhraseNode, action: ActionManifest, params: Readonly<Record<string, Json>>): readonly string[] {
  if (node.kind === "literal") return [node.choices[0]?.join(" ") ?? ""];
  const value = params[node.name];
  return value === undefined ? [] : [`${node.lead}${sayValue(value, node.name, action)}`];
}

function sayValue(value: Json, name: string, action: ActionManifest): string {
  const slot = action.params.properties[name]?.["x-slot"];
  if (typeof value === "object" && value !== null && "noun" in value) return String(value["noun"]);
  if (value === true) return name;
  if (Array.isArray(value)) return slot === "text" ? value.join(" ") : sayList(value.map(String));
  if (slot === "percent") return `${String(value)}%`;
  if (slot === "duration" && typeof value === "string") return sayDuration(value);
  const text = String(value);
  return slot === "command" ? `\`${text}\`` : / /.test(text) ? `"${text}"` : text;
}
