import { createHash } from "node:crypto";
import { validator } from "../../core/kernel/validator.ts";
import { isSafePluginPath, type PluginFile, pluginDigest } from "../../core/plugin-api/plugin-digest.ts";

/** What the server says a plugin consists of. */
export interface PluginListing {
  readonly digest: string;
  readonly files: readonly PluginFile[];
}

const MOST_FILES = 500;
const MOST_BYTES = 50 * 1024 * 1024;

export const decodeListing = validator<PluginListing>({
  type: "object",
  required: ["digest", "files"],
  properties: {
    digest: { type: "string", pattern: "^[0-9a-f]{64}$" },
    files: {
      type: "array",
      minItems: 1,
      maxItems: MOST_FILES,
      items: {
        type: "object",
        required: ["path", "sha256", "bytes", "executable"],
        properties: {
          path: { type: "string", maxLength: 200 },
          sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
          bytes: { type: "integer", minimum: 0, maximum: MOST_BYTES },
          executable: { type: "boolean" },
        },
      },
    },
  },
});

export function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Why the list may not be used, as a sentence, or undefined. Nothing is written before this passed. */
export function checkListing(listing: PluginListing, digest: string): string | undefined {
  const unsafe = listing.files.find(({ path }) => !isSafePluginPath(path));
  if (unsafe) return `the path ${JSON.stringify(unsafe.path).slice(0, 80)} is not allowed.`;
  const lowerCase = new Set(listing.files.map(({ path }) => path.toLowerCase()));
  if (lowerCase.size !== listing.files.length) return "two of its paths differ in case only.";
  if (!lowerCase.has("manifest.json")) return "it has no manifest.json.";
  if (listing.files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES) return "it is larger than 50 MB.";
  if (pluginDigest(listing.files) !== digest) return "its files do not have the digest that was promised.";
  return undefined;
}
