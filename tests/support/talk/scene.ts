import { afterAll, beforeAll } from "vitest";
import type { Talk } from "./talk.ts";
import { TalkStage } from "./talk-stage.ts";

/** Friday, 20 November 2026, 14:00 in Paris. */
const FRIDAY = "2026-11-20T13:00:00Z";

const MACHINES = {
  "web-1": ["web", "env:staging"],
  "web-3": ["web", "env:production"],
  "web-4": ["web", "env:production"],
  "db-2": ["db", "env:production"],
};

/** One stage for the tests of a file, opened before the first and closed after the last. */
export function scene(plugins: readonly string[]): { readonly stage: () => TalkStage } {
  let stage: TalkStage | undefined;
  beforeAll(async () => {
    stage = await TalkStage.open({ machines: MACHINES, plugins, at: FRIDAY });
  }, 180_000);
  afterAll(async () => {
    await stage?.close();
  }, 60_000);
  return {
    stage: () => {
      if (!stage) throw new Error("the stage is not open");
      return stage;
    },
  };
}

export const CHANNELS: readonly Talk["channel"][] = ["slack", "web"];
