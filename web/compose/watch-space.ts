import { statfs } from "node:fs/promises";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { dropBallast, takeBallast } from "../../core/maintenance/ballast.ts";
import { DiskSpace } from "../../core/maintenance/disk-space.ts";

interface Input {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<ServerConfig, "dataDir" | "databaseUrl" | "minFreeMiB">;
}

/** The watch over the disk of the database. One that lives elsewhere has its own disk, and says itself when that is full. */
export function watchSpace({ clock, config, logger }: Input): DiskSpace {
  const { dataDir, databaseUrl, minFreeMiB } = config;
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize;
  };
  const ballast = { take: () => takeBallast(dataDir), drop: () => dropBallast(dataDir) };
  return new DiskSpace({ clock, logger, scarceMiB: databaseUrl ? 0 : minFreeMiB, freeBytes, ballast });
}
