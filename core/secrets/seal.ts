import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

/** How sealed text begins. Nobody types it by accident. */
export const SEALED = "sealed:v1:";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM. The nonce is derived from what is sealed and what for, so that the same value seals to the same text: a
 * plan keeps its hash. What that gives away is that two values are equal, and nothing else. Pure.
 */
export function seal(secret: string, key: string, purpose: string): string {
  const derived = keyOf(key, "nonce");
  const nonce = createHmac("sha256", derived).update(`${purpose}\n${secret}`).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(key, "cipher"), nonce).setAAD(Buffer.from(purpose));
  const hidden = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString("base64url");
}

/** Undefined: sealed with another key or for another purpose, or changed since. Pure. */
export function unseal(sealed: string, key: string, purpose: string): string | undefined {
  const bytes = Buffer.from(sealed.slice(SEALED.length), "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(key, "cipher"), bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
    return decipher.update(bytes.subarray(tagEnd), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}

export function isSealed(value: unknown): value is string {
  return typeof value === "string" && value.startsWith(SEALED);
}

function keyOf(key: string, use: string): Buffer {
  return createHmac("sha256", key).update(`octopus secrets ${use}`).digest();
}
