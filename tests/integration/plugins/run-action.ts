import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../core/kernel/json.ts";
import { validator } from "../../../core/kernel/validator.ts";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import type { Plugin } from "../../../core/plugin-api/define-plugin.ts";
import { type ActionManifest, decodeManifest } from "../../../core/plugin-api/manifest.ts";
import { decodeResponse } from "../../../core/plugin-api/response.ts";

export function manifestOfAction(plugin: string, action: string): ActionManifest {
  const file = new URL(`../../../plugins/${plugin}/manifest.json`, import.meta.url);
  const manifest = decodeManifest(JSON.parse(readFileSync(file, "utf8")));
  const found = manifest.ok && manifest.value.actions.find(({ name }) => name === action);
  if (!found) throw new Error(`no action ${action} in plugin ${plugin}`);
  return found;
}

interface RunOptions {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** Runs an action as an agent would: parameters and answer are held against the manifest. */
export async function runAction(
  plugin: Plugin,
  action: string,
  params: JsonObject,
  options: RunOptions = {},
): Promise<ActionResponse> {
  const manifest = manifestOfAction(action.split(".")[0] ?? "", action);
  const fits = validator(manifest.params)(params);
  if (!fits.ok) throw new Error(`the parameters do not fit: ${fits.problem}`);
  const handler = plugin.actions.get(action);
  if (!handler) throw new Error(`no handler for ${action}`);
  const { dryRun = false, signal = new AbortController().signal, log = () => undefined } = options;
  const answer = await handler({ action, params, dryRun, signal, log, progress: () => undefined });
  return checked(answer, manifest);
}

/** The answer, when it keeps what the manifest promises. */
export function checked(answer: unknown, manifest: ActionManifest): ActionResponse {
  const response = decodeResponse(JSON.parse(JSON.stringify(answer)));
  if (!response.ok) throw new Error(`not an answer: ${response.problem}`);
  const data = validator(manifest.result)(response.value.data);
  if (response.value.ok && !data.ok) throw new Error(`not the data that was promised: ${data.problem}`);
  return response.value;
}
