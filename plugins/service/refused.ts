import type { JsonObject } from "../../core/kernel/json.ts";
import type { ActionResponse } from "../../core/model/action-response.ts";
import { failure } from "../../core/plugin-api/answers.ts";
import type { Refusal } from "./service-state.ts";

/** The answer of an action that the manager refused; it says whether trying again could help. */
export function refused({ sentence, kind }: Refusal, data: JsonObject = {}): ActionResponse {
  return failure(sentence, kind === undefined ? data : { ...data, failure: kind });
}
