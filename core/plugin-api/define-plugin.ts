import type { ActionResponse } from "../model/action-response.ts";
import type { ActionContext } from "./action-context.ts";

/** Does the work. Throwing means failure, with the message as the reason; prefer `ok: false` with a good headline. */
export type ActionHandler = (context: ActionContext) => Promise<ActionResponse>;

export interface Plugin {
  readonly actions: ReadonlyMap<string, ActionHandler>;
}

/** What a plugin's entry module exports as `plugin`. One handler per action of its manifest. */
export function definePlugin(actions: Readonly<Record<string, ActionHandler>>): Plugin {
  return { actions: new Map(Object.entries(actions)) };
}
