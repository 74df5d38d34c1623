import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttemptLimits } from "./policy/attempt-limits.ts";
import { type Isolation, probeIsolation, type RunUser } from "./runner/isolation.ts";
import { chooseRunUsers } from "./runner/run-user.ts";

/** Folders that the user who runs actions can reach, and how that user's processes are started. */
export interface Stage {
  readonly isolation: Isolation;
  /** Owner of the attempts' folders; undefined when actions run as the agent's own user. */
  readonly owner: RunUser | undefined;
  /** The agent's program where the run user can read it. */
  readonly bundle: string;
  readonly workFolder: string;
  readonly pluginFolder: string;
  /** Keeps cleaners of temporary folders away. */
  touch(): Promise<void>;
  remove(): Promise<void>;
}

interface StageInput {
  readonly dataDir: string;
  readonly bundle: string;
  readonly isRoot: boolean;
  readonly runAs: string | undefined;
  readonly limits: AttemptLimits;
  readonly now: () => number;
}

/**
 * As root, everything actions touch lies outside the agent's data folder, which stays closed to them: a folder that
 * belongs to root and that others may only pass through. Otherwise the data folder itself serves.
 */
export async function prepareStage(input: StageInput): Promise<Stage> {
  const users = await chooseRunUsers(input.isRoot, input.runAs);
  const separate = users.length > 0;
  await removeAbandoned(input.dataDir);
  const root = separate ? await makeRoot(input.dataDir) : input.dataDir;
  const workFolder = join(root, "work");
  const pluginFolder = join(root, "plugins");
  if (!separate) await rm(workFolder, { recursive: true, force: true }); // left by a crash
  for (const folder of [workFolder, pluginFolder]) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
  }
  const bundle = separate ? join(root, "agent.cjs") : input.bundle;
  if (separate) {
    await copyFile(input.bundle, bundle);
    await chmod(bundle, 0o644);
  }
  const isolation = await probeIsolation({ isRoot: input.isRoot, users, mustRead: [bundle], limits: input.limits });
  const owner = users.find((user) => isolation.ranAs === `${user.name} (uid ${user.uid})`);
  return {
    isolation,
    owner,
    bundle,
    workFolder,
    pluginFolder,
    touch: async () => {
      const seconds = input.now() / 1000;
      for (const path of separate ? [root, bundle, workFolder, pluginFolder] : []) await utimes(path, seconds, seconds);
    },
    remove: () => rm(separate ? root : workFolder, { recursive: true, force: true }),
  };
}

const noteOf = (dataDir: string) => join(dataDir, "stage-path");

async function makeRoot(dataDir: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "octopus-agent-"));
  await chmod(root, 0o711);
  await writeFile(noteOf(dataDir), root, { mode: 0o600 });
  return root;
}

/** What a killed agent left: the folder noted in the data folder, if it is still ours. */
async function removeAbandoned(dataDir: string): Promise<void> {
  const noted = await readFile(noteOf(dataDir), "utf8").catch(() => undefined);
  if (noted === undefined || !noted.startsWith(join(tmpdir(), "octopus-agent-"))) return;
  const found = await lstat(noted).catch(() => undefined);
  if (found?.isDirectory() && found.uid === process.getuid?.()) await rm(noted, { recursive: true, force: true });
}
