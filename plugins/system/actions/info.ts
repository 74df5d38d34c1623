import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { answerInfo } from "../answer-info.ts";
import { readSystem } from "../read-system.ts";
import type { Field } from "../system-facts.ts";

/** system.info: the named fields, or all that can be read at once. */
export const systemInfo: ActionHandler = async ({ params, signal }) => {
  const { fields } = params as { fields?: readonly Field[] };
  return answerInfo(await readSystem(fields, signal), fields);
};
