import type { DiskSpace } from "../../core/maintenance/disk-space.ts";
import type { ReadinessCheck } from "../http/health.ts";

/** The disk's light on /readyz: yellow at most, because what runs goes on and questions are answered. */
export function spaceReadiness(space: Pick<DiskSpace, "trouble">): ReadinessCheck {
  return {
    name: "disk",
    optional: true,
    async check() {
      const { trouble } = space;
      return trouble === undefined ? { ok: true } : { ok: false, detail: trouble };
    },
  };
}
