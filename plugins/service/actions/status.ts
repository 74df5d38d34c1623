import { systemClock } from "../../../core/kernel/clock.ts";
import { lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { answerStatus } from "../answer-service.ts";
import { findManager } from "../find-manager.ts";
import { refused } from "../refused.ts";

/** service.status: a service that does not run is a good answer that wants attention. */
export const serviceStatus: ActionHandler = async ({ params, signal }) => {
  const { service } = params as { service: string };
  const found = await findManager(service, signal);
  if ("problem" in found) return lastingFailure("missing", found.problem);
  const status = await found.manager.status(service);
  return status.ok ? answerStatus(status.state, systemClock.now()) : refused(status.refusal);
};
