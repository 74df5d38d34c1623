import type { Actor, User } from "../model/user.ts";

/** The person, acting through this door. */
export function actorOf(user: User, via: string): Actor {
  return { userId: user.id, name: user.name, role: user.role, via };
}

/** The program itself: lifts a drain that ended, registers built-in plugins. */
export const SYSTEM_ACTOR: Actor = { userId: undefined, name: "system", role: "admin", via: "system" };
