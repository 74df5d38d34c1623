import { defineTable, integer, nullable, text } from "../define-table.ts";

export interface UserRow {
  readonly id: string;
  readonly name: string;
  /** Lower case of `name`; what is unique. */
  readonly name_key: string;
  readonly role: string;
  readonly state: string;
  /** PHC string; null when the person signs in another way. */
  readonly password_hash: string | null;
  readonly time_zone: string | null;
  readonly created_at: number;
}
export const userTable = defineTable<UserRow>("app_user", {
  columns: {
    id: text,
    name: text,
    name_key: text,
    role: text,
    state: text,
    password_hash: nullable(text),
    time_zone: nullable(text),
    created_at: integer,
  },
  key: ["id"],
  unique: [["name_key"]],
});

/** A browser's session. Only the digest of its secret is kept. */
export interface SessionRow {
  readonly digest: string;
  readonly user_id: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly user_agent: string;
}
export const sessionTable = defineTable<SessionRow>("session", {
  columns: {
    digest: text,
    user_id: text,
    created_at: integer,
    last_seen_at: integer,
    expires_at: integer,
    user_agent: text,
  },
  key: ["digest"],
  indexes: [
    { name: "session_user", columns: ["user_id"] },
    { name: "session_expiry", columns: ["expires_at"] },
  ],
});

/** A personal access token, also the credential of the CLI on the server's own machine. */
export interface TokenRow {
  readonly id: string;
  readonly digest: string;
  readonly user_id: string;
  readonly name: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}
export const tokenTable = defineTable<TokenRow>("token", {
  columns: {
    id: text,
    digest: text,
    user_id: text,
    name: text,
    created_at: integer,
    expires_at: nullable(integer),
    last_used_at: nullable(integer),
  },
  key: ["id"],
  unique: [["digest"]],
  indexes: [{ name: "token_user", columns: ["user_id"] }],
});
