import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { PluginManifest } from "../../core/plugin-api/manifest.ts";
import type { PluginRef } from "../../core/protocol/messages.ts";
import { syncFolder, writeSynced } from "../durable-file.ts";
import { readVerified } from "./plugin-folder.ts";
import { checkListing, decodeListing, type PluginListing, sha256Of } from "./plugin-listing.ts";
import type { FetchedPlugin, PluginSource } from "./plugin-source.ts";

/** What the server answers to a GET; `undefined` when it could not be reached. */
export type HttpGet = (path: string) => Promise<{ readonly status: number; readonly body: Buffer } | undefined>;

interface PluginCacheOptions {
  /** Existing folder; plugins are in it by digest. */
  readonly folder: string;
  readonly get: HttpGet;
  readonly randomness: Randomness;
  readonly logger: Logger;
}

const SAFE_REF = { name: /^[a-z][a-z0-9-]{1,39}$/, version: /^\d{1,6}\.\d{1,6}\.\d{1,6}$/, digest: /^[0-9a-f]{64}$/ };

/**
 * Plugins by digest: fetched file by file from the server, verified while they are written, moved into place whole, and
 * verified again, byte by byte, each time one is handed out. What does not fit is refused whole.
 */
export class PluginCache implements PluginSource {
  readonly #options: PluginCacheOptions;
  readonly #manifests = new Map<string, PluginManifest>();
  readonly #fetching = new Map<string, Promise<FetchedPlugin>>();

  constructor(options: PluginCacheOptions) {
    this.#options = options;
  }

  known(digest: string): PluginManifest | undefined {
    return this.#manifests.get(digest);
  }

  async fetch(ref: PluginRef): Promise<FetchedPlugin> {
    if (!SAFE_REF.name.test(ref.name) || !SAFE_REF.version.test(ref.version) || !SAFE_REF.digest.test(ref.digest)) {
      return refuse("The server named a plugin in a way that is not allowed.");
    }
    const cached = await this.#readCached(ref);
    if (cached) return cached;
    const running = this.#fetching.get(ref.digest) ?? this.#download(ref);
    this.#fetching.set(ref.digest, running);
    return running.finally(() => this.#fetching.delete(ref.digest));
  }

  async #readCached(ref: PluginRef): Promise<FetchedPlugin | undefined> {
    const folder = join(this.#options.folder, ref.digest);
    const read = readVerified(folder, ref.digest, this.#manifests.get(ref.digest));
    if (!read.ok) {
      if (read.exists) this.#options.logger.warn({ folder, problem: read.problem }, "a cached plugin was changed");
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const { manifest } = read;
    if (manifest.name !== ref.name || manifest.version !== ref.version) {
      return refuse(`The content of digest ${ref.digest.slice(0, 12)} is ${manifest.name} ${manifest.version}.`);
    }
    this.#manifests.set(ref.digest, manifest);
    return { ok: true, plugin: { digest: ref.digest, folder, manifest } };
  }

  async #download(ref: PluginRef): Promise<FetchedPlugin> {
    const temporary = join(this.#options.folder, `.fetch-${this.#options.randomness.hex(8)}`);
    try {
      const base = `/api/v1/plugins/${ref.name}/${ref.version}`;
      const listing = await this.#list(base, ref);
      if (!("files" in listing)) return listing;
      await makeFolders(temporary, listing);
      for (const file of listing.files) {
        const problem = await this.#fetchFile(`${base}/files/${file.path}`, temporary, file);
        if (problem) return problem;
      }
      await rename(temporary, join(this.#options.folder, ref.digest));
      await syncFolder(this.#options.folder);
      return (await this.#readCached(ref)) ?? refuse(`Plugin ${ref.name} ${ref.version} did not survive being stored.`);
    } catch (error) {
      this.#options.logger.error({ error, plugin: ref.name }, "a plugin could not be stored");
      return { ok: false, problem: `Plugin ${ref.name} could not be stored on this machine.`, retryable: true };
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async #list(base: string, ref: PluginRef): Promise<PluginListing | Extract<FetchedPlugin, { ok: false }>> {
    const answer = await this.#options.get(base);
    if (answer?.status !== 200) return notAnswered(ref.name, answer?.status);
    const listing = decodeListing(parse(answer.body));
    if (!listing.ok) return refuse(`The server's list of files of ${ref.name} is not valid: ${listing.problem}.`);
    const problem = checkListing(listing.value, ref.digest);
    return problem ? refuse(`Plugin ${ref.name} ${ref.version} is refused: ${problem}`) : listing.value;
  }

  async #fetchFile(
    url: string,
    folder: string,
    file: PluginListing["files"][number],
  ): Promise<Extract<FetchedPlugin, { ok: false }> | undefined> {
    const answer = await this.#options.get(url);
    if (answer?.status !== 200) return notAnswered(file.path, answer?.status);
    if (answer.body.length !== file.bytes || sha256Of(answer.body) !== file.sha256) {
      return refuse(`File ${file.path} is not what the plugin's list says; nothing of it was kept.`);
    }
    await writeSynced(join(folder, ...file.path.split("/")), answer.body, file.executable ? 0o755 : 0o644);
    return undefined;
  }
}

/** Readable by the user that runs actions, whatever the umask says. */
async function makeFolders(root: string, { files }: PluginListing): Promise<void> {
  const parents = files.flatMap(({ path }) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_part, index) => join(root, ...parts.slice(0, index + 1)));
  });
  for (const folder of new Set([root, ...parents])) {
    await mkdir(folder);
    await chmod(folder, 0o755);
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(problem: string): Extract<FetchedPlugin, { ok: false }> {
  return { ok: false, problem, retryable: false };
}

function notAnswered(what: string, status: number | undefined): Extract<FetchedPlugin, { ok: false }> {
  const how = status === undefined ? "could not be reached" : `answered ${status}`;
  const retryable = status === undefined || status >= 500 || status === 401 || status === 429;
  return { ok: false, problem: `${what} could not be fetched: the server ${how}.`, retryable };
}
