import { spawn } from "node:child_process";
import { join } from "node:path";
import { type BenchFolders, program } from "./bench-folders.ts";
import { nowMs } from "./now-ms.ts";

export interface ReadyFigure {
  readonly name: string;
  readonly ms: number;
}

const PATIENCE_MS = 60_000;

/** From starting the program to its line "Octopus is ready": with an empty data folder, then again with what it left. */
export async function measureReady(folders: BenchFolders, folder: string): Promise<readonly ReadyFigure[]> {
  const dataDir = join(folder, "ready");
  const first = {
    name: "octopus start, empty data folder (database made, agent joined)",
    ms: await start(folders, dataDir),
  };
  return [first, { name: "octopus start, second time", ms: await start(folders, dataDir) }];
}

async function start(folders: BenchFolders, dataDir: string): Promise<number> {
  const startedAt = nowMs();
  const child = spawn(process.execPath, [program(folders), "start"], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], OCTOPUS_DATA_DIR: dataDir, OCTOPUS_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const readyAt = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the program did not become ready")), PATIENCE_MS);
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes("Octopus is ready")) return;
      clearTimeout(timer);
      resolve(nowMs());
    });
    void ended.then(() => reject(new Error(`the program ended before it was ready: ${said}`)));
  });
  child.kill("SIGTERM");
  await ended;
  return readyAt - startedAt;
}
