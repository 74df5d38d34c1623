import type { Frame } from "../core/model/frame.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";

/** What can be named in a sentence. A snapshot: the parser never asks anybody. Names are lower case. */
export interface Catalog {
  readonly agents: readonly CatalogAgent[];
  readonly services: readonly string[];
  readonly tasks: readonly { readonly id: string; readonly name: string }[];
  readonly users: readonly { readonly name: string; readonly role: string }[];
  readonly actions: readonly ActionManifest[];
  /** Phrases that people taught, with the request that each stands for. */
  readonly aliases?: readonly { readonly name: string; readonly frame: Frame }[];
}

export interface CatalogAgent {
  readonly name: string;
  /** Plain labels; linux/windows/macos are os names, production/staging/test/dev environments. */
  readonly labels: readonly string[];
}
