import type { UserId } from "../../core/model/ids.ts";
import type { Actor, Role } from "../../core/model/user.ts";

/** A person with a role; two with one name are the same person. */
export function anActor(role: Role, name: string = role): Actor {
  return { userId: `usr_${name}` as UserId, name, role, via: "test" };
}

export function anAdmin(): Actor {
  return anActor("admin");
}
