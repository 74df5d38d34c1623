import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders of the plugins that come with the program. */
export function builtPlugins(root: string): readonly string[] {
  const folder = join(root, "dist/plugins");
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
