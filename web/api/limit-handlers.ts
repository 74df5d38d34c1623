import type { LimitRequest } from "../../core/limits/limit-service.ts";
import type { Limit } from "../../core/model/limit.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { LIMIT_ROUTES } from "../contract/routes/limit-routes.ts";
import type { Handlers } from "./route-handler.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface LimitUseCases {
  set(writer: Writer, actor: Actor, request: LimitRequest): Promise<Limit>;
  lift(writer: Writer, actor: Actor, id: string): Promise<Limit>;
}

interface Deps {
  readonly store: Pick<Store, "write">;
  readonly limits: LimitUseCases;
  readonly limitDirectory: { all(): readonly Limit[] };
}

export function limitHandlers({ limitDirectory, limits, store }: Deps): Handlers<keyof typeof LIMIT_ROUTES> {
  return {
    "limit.list": async () => ({ items: limitDirectory.all().map(withoutUndefined) }),
    "limit.set": async ({ actor, body }) =>
      withoutUndefined(await store.write((writer) => limits.set(writer, actor, body))),
    "limit.lift": async ({ actor, params }) =>
      withoutUndefined(await store.write((writer) => limits.lift(writer, actor, params.id))),
  };
}
