import { createHash, timingSafeEqual } from "node:crypto";
import type { Randomness } from "../kernel/randomness.ts";

const CHECK_LENGTH = 6;

/** 256 random bits behind a prefix that scanners recognise, with a check at the end that catches slips of the hand. */
export function newSecret(prefix: string, randomness: Randomness): string {
  const body = `${prefix}_${randomness.hex(32)}`;
  return `${body}_${digestOf(body).slice(0, CHECK_LENGTH)}`;
}

/** Whether the check at the end fits; says nothing about validity and needs no store. */
export function looksIssued(secret: string): boolean {
  const cut = secret.lastIndexOf("_");
  return cut > 0 && secret.slice(cut + 1) === digestOf(secret.slice(0, cut)).slice(0, CHECK_LENGTH);
}

/** What is kept instead of a secret. A plain hash is enough: 256 bits cannot be guessed. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Equal, in a time that does not tell where they differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(one)), Buffer.from(digestOf(other)));
}
