import type { Json, JsonObject } from "../../core/kernel/json.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";

/** Shorter values occur by chance in ordinary output. */
const SHORTEST = 6;
const MASK = "(secret)";
/** For those that are shorter than that: nothing may grow, because there are limits to what is said at once. */
const SHORT_MASK = "(***)";

/** Takes the secrets of one attempt out of what it prints and answers. */
export interface SecretMask {
  /** All that is taken out, so that text is never cut in the middle of it. */
  readonly forms: readonly Buffer[];
  text(text: string): string;
  /** Every text in it, at any depth, names of fields too. */
  value<T>(value: T): T;
}

/**
 * By the values themselves, and as JSON, in addresses, in base64 and in hexadecimal. Best effort: what an action turns into
 * something else is not recognised. Undefined: the attempt has no secret. Pure.
 */
export function secretMask(action: ActionManifest, params: JsonObject): SecretMask | undefined {
  const secrets = Object.entries(action.params.properties)
    .filter(([, schema]) => schema["x-secret"] === true)
    .flatMap(([name]) => textsOf(params[name] ?? null));
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return undefined;
  const text = (said: string): string => forms.reduce((left, form) => left.replaceAll(form, maskFor(form)), said);
  return { forms: forms.map((form) => Buffer.from(form)), text, value: (value) => each(value, text) };
}

const maskFor = (form: string): string => (form.length < MASK.length ? SHORT_MASK : MASK);

function textsOf(value: Json): readonly string[] {
  if (typeof value === "string") return value.split(/\r?\n/).filter((line) => line.length >= SHORTEST);
  if (typeof value === "number") return String(value).length >= SHORTEST ? [String(value)] : [];
  if (value === null || typeof value === "boolean") return [];
  return Object.values(value).flatMap((part) => textsOf((part as Json | undefined) ?? null));
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), hex, hex.toUpperCase()];
  return [...forms, ...[0, 1, 2].map((shift) => base64Core(bytes, shift))].filter((form) => form.length >= SHORTEST);
}

/** What of it is the same in base64 whatever stands around it, where it begins after `shift` bytes of a group of three. */
function base64Core(secret: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), secret])
    .toString("base64")
    .replaceAll("=", "");
  const wholeEnd = Math.floor((shift + secret.length) / 3) * 4;
  return encoded.slice(shift === 0 ? 0 : 4, wholeEnd);
}

function each<T>(value: T, text: (said: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => each(item, text)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [text(name), each(part, text)])) as T;
}
