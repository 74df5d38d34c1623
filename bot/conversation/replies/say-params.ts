import type { JsonObject } from "../../../core/kernel/json.ts";
import type { CardFact } from "../../../core/model/card.ts";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";

/** What was asked for, by the titles of the parameters; secrets are not shown. */
export function sayParams(action: ActionManifest, params: JsonObject): readonly CardFact[] {
  return Object.entries(params).map(([name, value]) => {
    const schema = action.params.properties[name];
    const shown = typeof value === "string" ? value : JSON.stringify(value ?? null);
    return { name: schema?.title ?? name, value: schema?.["x-secret"] ? "(secret)" : shown };
  });
}
