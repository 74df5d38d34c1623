import { type Access, type Capability, decideAccess } from "../../../core/model/permission.ts";
import type { UserDto } from "../../contract/user.ts";
import { useSession } from "../api/session.tsx";

/** What the signed-in person may do to something, by the very rule of the server; the server decides again. */
export function useAccess(capability: Capability): Access {
  const { user } = useSession();
  return decideAccess(actorOf(user), capability);
}

function actorOf({ id, name, role }: UserDto): Parameters<typeof decideAccess>[0] {
  return { userId: id as Parameters<typeof decideAccess>[0]["userId"], name, role, via: "web" };
}
