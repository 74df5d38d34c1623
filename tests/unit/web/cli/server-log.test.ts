import { existsSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ServerConfig } from "../../../../core/config/server-config.ts";
import { prepareDataFolder } from "../../../../core/storage/data-folder.ts";
import { serverLog } from "../../../../web/cli/server-log.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const hasFull = existsSync("/dev/full");
const configOf = (dataDir: string) => ({ dataDir, logLevel: "info" }) as ServerConfig;

it.skipIf(!hasFull)("does not end the server when the disk with the log is full", async () => {
  const dataDir = temporaryFolder();
  symlinkSync("/dev/full", join(dataDir, "server.log"));
  const log = serverLog(configOf(dataDir), "file");
  // An error that nobody listens to would end this process, and with it the test.
  for (let line = 0; line < 50; line += 1) {
    log.info({ line }, "a line that cannot be written");
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(statSync(dataDir).isDirectory()).toBe(true);
});

it("asks for room once when the folder's disk is full, and says so when there is none to give", () => {
  const dataDir = temporaryFolder();
  if (hasFull) symlinkSync("/dev/full", join(dataDir, ".write-test"));
  let asked = 0;
  const prepare = () =>
    prepareDataFolder(dataDir, () => {
      asked += 1;
      return false;
    });
  if (hasFull) expect(prepare).toThrow(expect.objectContaining({ code: "storage.full" }));
  expect(asked).toBe(hasFull ? 1 : 0);
});
