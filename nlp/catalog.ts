import type { Frame } from "../core/model/frame.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";

/** What can be named in a sentence. A snapshot: the parser never asks anybody. Names are lower case. */
export interface Catalog {
  readonly agents: readonly CatalogAgent[];
  readonly services: readonly string[];
  readonly tasks: readonly { readonly id: string; readonly name: string }[];
  readonly users: readonly { readonly name: string; readonly role: string }[];
  readonly actions: readonly ActionManifest[];
  /** Names that people gave to requests. */
  readonly aliases?: readonly CatalogAlias[];
}

/** "morning check" stands for `frame`: what `alias.create` carried, or the request it was said of. */
export interface CatalogAlias {
  /** Lower case, words parted by one blank. */
  readonly name: string;
  readonly frame: Frame;
}

export interface CatalogAgent {
  readonly name: string;
  /** Plain labels; linux/windows/macos are os names, production/staging/test/dev environments. */
  readonly labels: readonly string[];
}
