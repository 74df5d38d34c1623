import type { TokenDto } from "../contract/token.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** A personal token as its owner may see it. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

export function toTokenDto({ id, name, createdAt, expiresAt, lastUsedAt }: AccessToken): TokenDto {
  return withoutUndefined({ id, name, createdAt, expiresAt, lastUsedAt });
}
