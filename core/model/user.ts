import type { UserId } from "./ids.ts";

export const ROLES = ["viewer", "requester", "operator", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  readonly id: UserId;
  /** Unique without regard to case. */
  readonly name: string;
  readonly role: Role;
  readonly state: "active" | "disabled";
  /** IANA zone, once known. */
  readonly timeZone: string | undefined;
  readonly createdAt: number;
}

/** Who acts, and through which door. Carried from the request to the audit row. */
export interface Actor {
  readonly userId: UserId | undefined;
  readonly name: string;
  readonly role: Role;
  /** "web", "rest", "cli", "console", "slack", "schedule", "system" */
  readonly via: string;
}
