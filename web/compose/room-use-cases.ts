import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import { RoomSettings } from "../../core/channels/room-settings.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Agent } from "../../core/model/agent.ts";
import { resolveTargets } from "../../core/model/resolve-targets.ts";
import type { Store } from "../../core/store/rows.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
import type { RoomUseCases } from "../api/room-handlers.ts";

interface Input {
  readonly store: Store;
  readonly audit: AuditRecorder;
  readonly clock: Clock;
  readonly directory: Pick<MachineDirectory<Agent>, "all">;
}

/** Settings of rooms over the services of core. */
export function roomUseCases(input: Input): RoomUseCases {
  const rooms = new RoomSettings({ ...input, reader: input.store });
  return {
    all: (kind) => rooms.all(kind),
    get: (scope, kind) => rooms.get(scope, kind),
    set: (writer, actor, room, wanted) => rooms.set(writer, actor, room, wanted),
    clear: (writer, actor, room, kind) => rooms.clear(writer, actor, room, kind),
    assertMeant(targets) {
      const [missing] = resolveTargets(targets, input.directory.all()).unmatched;
      if (missing === undefined && targets.include.length > 0) return;
      throw new OctopusError("run.no-machine", `No machine matches "${missing ?? ""}".`);
    },
  };
}
