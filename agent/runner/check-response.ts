import { type Decoded, validator } from "../../core/kernel/validator.ts";
import type { ActionResponse } from "../../core/model/action-response.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { decodeResponse } from "../../core/plugin-api/response.ts";
import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";
import type { WorkEnd } from "./attempt-work.ts";

const decoders = new WeakMap<ActionManifest, (value: unknown) => Decoded<unknown>>();

type Checked = Pick<WorkEnd, "outcome" | "response" | "error">;

/** Turns an action's answer into an outcome. An answer that is not what the manifest promises is a failure. */
export function checkResponse(value: unknown, action: ActionManifest): Checked {
  const response = decodeResponse(value);
  if (!response.ok) return fail(`The answer of ${action.name} is not valid: ${response.problem}.`);
  const bytes = Buffer.byteLength(JSON.stringify(response.value));
  if (bytes > PROTOCOL_LIMITS.responseBytes) {
    return fail(`The answer of ${action.name} has ${bytes} bytes; ${PROTOCOL_LIMITS.responseBytes} are allowed.`);
  }
  return response.value.ok ? checkData(response.value, action) : failed(response.value);
}

function checkData(response: ActionResponse, action: ActionManifest): Checked {
  const decode = decoders.get(action) ?? validator<unknown>(action.result);
  decoders.set(action, decode);
  const data = decode(response.data);
  if (!data.ok) return fail(`The data of ${action.name} is not what its manifest promises: ${data.problem}.`);
  return { outcome: "succeeded", response };
}

/** "I could not" is an answer too: its data owes nothing to the result schema. */
function failed(response: ActionResponse): Checked {
  return { outcome: "failed", response, error: response.headline };
}

function fail(error: string): Checked {
  return { outcome: "failed", error: error.slice(0, 2000) };
}
