import { count, type Dto, filledText, id, instant, list, object, text } from "./schema.ts";

/** A personal access token, without its secret. */
export const tokenSchema = object({ id, name: text(60), createdAt: instant, expiresAt: instant, lastUsedAt: instant }, [
  "expiresAt",
  "lastUsedAt",
]);
export type TokenDto = Dto<typeof tokenSchema>;

export const tokenListSchema = object({ items: list(tokenSchema) });

export const createTokenSchema = object(
  { name: filledText(60), expiresInDays: { ...count, minimum: 1, maximum: 366 } },
  ["expiresInDays"],
);

/** The only answer that ever holds the secret. */
export const createdTokenSchema = object({ token: tokenSchema, secret: text(200) });
