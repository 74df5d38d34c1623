import { validator } from "../core/kernel/validator.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { Catalog } from "./catalog.ts";

/** What can be named, as a file: `octopus parse --world FILE`. Plain labels linux/windows/macos are the os. */
export interface World {
  readonly agents: Readonly<Record<string, readonly string[]>>;
  readonly services: readonly string[];
  /** Id to name. */
  readonly tasks: Readonly<Record<string, string>>;
  /** Name to role. */
  readonly users: Readonly<Record<string, string>>;
}

const text = { type: "string", minLength: 1, maxLength: 200 };

/** A world file; the four parts may be left out. */
export const decodeWorld = validator<World>({
  type: "object",
  properties: {
    agents: { type: "object", additionalProperties: { type: "array", items: text } },
    services: { type: "array", items: text },
    tasks: { type: "object", additionalProperties: text },
    users: { type: "object", additionalProperties: text },
  },
});

/** The catalog of a world and the installed actions. Names become lower case. */
export function worldCatalog(world: Partial<World>, actions: readonly ActionManifest[]): Catalog {
  const { agents = {}, services = [], tasks = {}, users = {} } = world;
  return {
    agents: Object.entries(agents).map(([name, labels]) => ({ name: name.toLowerCase(), labels })),
    services: services.map((name) => name.toLowerCase()),
    tasks: Object.entries(tasks).map(([id, name]) => ({ id, name })),
    users: Object.entries(users).map(([name, role]) => ({ name: name.toLowerCase(), role })),
    actions,
  };
}
