import { validator } from "../kernel/validator.ts";
import { decodeManifest, type PluginManifest } from "../plugin-api/manifest.ts";
import type { PluginFile } from "../plugin-api/plugin-digest.ts";

export type CheckedManifest =
  | { readonly ok: true; readonly manifest: PluginManifest }
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Names that mean something else to the language than to the author. */
const POISON: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Everything that can be said about a manifest without the language and without other plugins. */
export function checkManifest(text: string, files: readonly PluginFile[]): CheckedManifest {
  const value = parse(text);
  if (value === undefined) return { ok: false, reasons: ["its manifest.json is not JSON"] };
  const poison = findPoison(value);
  if (poison !== undefined) return { ok: false, reasons: [`its manifest uses the name ${poison}`] };
  const decoded = decodeManifest(value);
  if (!decoded.ok) return { ok: false, reasons: [`its manifest is not valid: ${decoded.problem}`] };
  const manifest = decoded.value;
  const reasons = [...runtimeProblems(manifest, files), ...actionProblems(manifest)];
  return reasons.length === 0 ? { ok: true, manifest } : { ok: false, reasons };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function findPoison(value: unknown): string | undefined {
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== "object") continue;
    const found = Object.keys(next).find((key) => POISON.includes(key));
    if (found !== undefined) return found;
    waiting.push(...Object.values(next as object));
  }
  return undefined;
}

function runtimeProblems({ runtime }: PluginManifest, files: readonly PluginFile[]): readonly string[] {
  const paths = new Set(files.map((file) => file.path));
  if (runtime.kind === "node") {
    return paths.has(runtime.entry) ? [] : [`its entry ${runtime.entry} is not among its files`];
  }
  return runtime.command
    .filter((part) => part.startsWith("./") && !paths.has(part.slice(2)))
    .map((part) => `${part} of its command is not among its files`);
}

function actionProblems(manifest: PluginManifest): readonly string[] {
  const names = manifest.actions.map((action) => action.name);
  const doubled = names.filter((name, index) => names.indexOf(name) !== index);
  const schemas = manifest.actions.flatMap((action) => [
    ...schemaProblem(action.params, `the parameters of ${action.name}`),
    ...schemaProblem(action.result, `the result of ${action.name}`),
  ]);
  const undefinedParams = manifest.actions.flatMap(({ name, params }) =>
    (params.required ?? [])
      .filter((param) => !Object.hasOwn(params.properties, param))
      .map((param) => `${name} requires the parameter ${param}, which it does not describe`),
  );
  return [...doubled.map((name) => `it has the action ${name} twice`), ...undefinedParams, ...schemas];
}

/** Compiles by use; what a value does to the schema does not matter here. */
function schemaProblem(schema: object, what: string): readonly string[] {
  try {
    validator(schema)({});
    return [];
  } catch (error) {
    return [`the schema of ${what} is not valid: ${error instanceof Error ? error.message : "unknown reason"}`];
  }
}
