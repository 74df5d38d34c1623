import { join } from "node:path";

/** Where things are; everything built is found from the project's root. */
export interface BenchFolders {
  readonly root: string;
  /** The built chat client. */
  readonly client: string;
}

export const agentBundle = ({ root }: BenchFolders) => join(root, "dist/agent.cjs");
export const program = ({ root }: BenchFolders) => join(root, "dist/octopus.mjs");
export const benchPlugin = ({ root }: BenchFolders) => join(root, "bench/plugins/bench");
