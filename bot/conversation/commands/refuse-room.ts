import type { Room } from "../../../core/channels/room-settings.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import type { ConversationServices } from "../services.ts";
import type { Resolution, Turn } from "../turn.ts";
import { refuseAccess } from "./refuse-plan.ts";

/** Why this person may not set something for this room; undefined when they may. */
export async function refuseRoom(
  turn: Turn,
  services: ConversationServices,
  { shared }: Room,
): Promise<Resolution | undefined> {
  const capability = { name: "room.set", shared } as const;
  const access = decideAccess(turn.incoming.actor, capability);
  return access.allowed ? undefined : await refuseAccess(turn, services, access, capability);
}
