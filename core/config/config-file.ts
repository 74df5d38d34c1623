import { readFile } from "node:fs/promises";
import { OctopusError } from "../kernel/errors.ts";
import type { ConfigInput } from "./collect-settings.ts";

export const CONFIG_FILE = "octopus.config.json";

/** The file at this path. Undefined when it is not there and nobody asked for it by name. Throws `config.invalid`. */
export async function readConfigFile(
  path: string,
  options: { readonly required: boolean },
): Promise<ConfigInput["file"]> {
  try {
    return { path, text: await readFile(path, "utf8") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !options.required) return undefined;
    const what = code === "ENOENT" ? "does not exist" : `cannot be read (${code ?? "unknown reason"})`;
    throw new OctopusError("config.invalid", `The configuration file ${path} ${what}.`, { path }, { cause: error });
  }
}
