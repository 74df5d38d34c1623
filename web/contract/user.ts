import { type Dto, filledText, flag, id, instant, list, object, oneOf, page, text } from "./schema.ts";

export const roleSchema = oneOf(["viewer", "requester", "operator", "approver", "admin"]);
/** 256 is a bound against abuse; how weak a password may be is for the users service to say. */
const password = { type: "string", minLength: 1, maxLength: 256 } as const;
const userName = {
  type: "string",
  minLength: 1,
  maxLength: 60,
  pattern: "^[^\\s\\p{C}](?:[^\\p{C}]*[^\\s\\p{C}])?$",
} as const;
const timeZone = filledText(60);

export const userSchema = object(
  {
    id,
    name: text(60),
    role: roleSchema,
    state: oneOf(["active", "disabled"]),
    timeZone,
    createdAt: instant,
  },
  ["timeZone"],
);
export type UserDto = Dto<typeof userSchema>;

export const userPageSchema = page(userSchema);
export type UserPageDto = Dto<typeof userPageSchema>;

export const createUserSchema = object({ name: userName, password, role: roleSchema });

export const changeUserSchema = {
  ...object({ role: roleSchema, state: oneOf(["active", "disabled"]), password, timeZone }, [
    "role",
    "state",
    "password",
    "timeZone",
  ]),
  minProperties: 1,
} as const;

export const signInSchema = object({ username: filledText(60), password });

export const changePasswordSchema = object({ current: password, next: password });

/** Who is signed in, and what they may do regardless of owner and risk: what a console shows or hides. */
export const sessionSchema = object({ user: userSchema, may: list(text(40)), timeZone: text(60), version: text(40) });
export type SessionDto = Dto<typeof sessionSchema>;

/** A browser that is signed in. The id names the session without opening it. */
export const openSessionSchema = object({
  id,
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  userAgent: text(300),
  current: flag,
});

export const sessionListSchema = object({ items: list(openSessionSchema) });

export const setupStateSchema = object({ needed: flag });

export const setupSchema = object({ code: filledText(100), username: userName, password });
