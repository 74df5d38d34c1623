import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, OctopusProcess, runOctopus, temporaryFolder } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
/** No disk has so much: it is always short of room. */
const NEVER_ENOUGH = { OCTOPUS_MIN_FREE_SPACE: "10000000" };

describe("a server whose disk is nearly full", () => {
  const folder = temporaryFolder("low");
  const dataDir = join(folder.path, "data");
  let octopus: OctopusProcess;

  beforeAll(async () => {
    octopus = new OctopusProcess({ dataDir, port: await freePort(), environment: { ...LOGIN, ...NEVER_ENOUGH } });
    await octopus.ready();
  });
  afterAll(async () => {
    await octopus.stop();
    folder.remove();
  });

  const light = async () => {
    const response = await fetch(`${octopus.url}/readyz`);
    const { ready, checks } = (await response.json()) as {
      readonly ready: boolean;
      readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
    };
    return { ready, disk: checks.find(({ name }) => name === "disk") };
  };

  it("stays ready with a yellow light, refuses new work in a sentence, and answers questions", async () => {
    await until("it has measured", async () => (await light()).disk?.ok === false);
    expect((await light()).ready).toBe(true);
    expect((await light()).disk?.detail).toMatch(/^only \d+ MiB are free .* new work is refused and schedules wait/);
    const environment = { OCTOPUS_DATA_DIR: dataDir };
    const refused = await runOctopus(["say", "check disk space"], { environment });
    expect(refused.output + refused.errors).toMatch(/Only \d+ MiB are free .*Make room there, then ask again/);
    expect(refused.code).not.toBe(0);
    const asked = await runOctopus(["say", "what ran today"], { environment });
    expect(asked.code).toBe(0);
  });
});
