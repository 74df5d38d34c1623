import { OctopusError } from "../kernel/errors.ts";
import type { TaskPreview } from "./task-request.ts";

/** Throws `access.denied`, `run.no-machine` or `request.invalid` for what the preview says cannot be. */
export function assertPossible(preview: TaskPreview): void {
  const { access, problems, request, machines, unmatched } = preview;
  if (!access.allowed) {
    throw new OctopusError("access.denied", `You may not do this: ${access.why}.`, { rule: access.rule });
  }
  if (problems.length === 0) return;
  const code = machines.length === 0 || unmatched.length > 0 ? "run.no-machine" : "request.invalid";
  throw new OctopusError(code, problems.join(" "), { action: request.action, problems });
}
