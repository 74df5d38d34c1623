import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApprovalDto } from "../../web/contract/approval.ts";
import type { TaskDto } from "../../web/contract/task.ts";
import { ApiSession } from "../support/api-session.ts";
import { freePort, OctopusProcess, projectRoot, temporaryFolder } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

interface Created {
  readonly task: TaskDto;
  readonly run?: { readonly id: string };
}

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
const CANARY = "kanarienvogel7261";
const HEX = Buffer.from(CANARY).toString("hex");
/** What stays the same of it in base64 behind "for ", four bytes. */
const BASE64 = Buffer.from(` ${CANARY}`).toString("base64").slice(4, 20);
const ALL = { include: ["all"], exclude: [] };

describe("S15, P22: a secret parameter", () => {
  const folder = temporaryFolder("secrets");
  const dataDir = join(folder.path, "data");
  let octopus: OctopusProcess;
  let session: ApiSession;

  beforeAll(async () => {
    const plugins = join(folder.path, "plugins");
    cpSync(join(projectRoot, "tests/support/plugins/canary"), join(plugins, "canary"), { recursive: true });
    const environment = { ...LOGIN, OCTOPUS_PLUGIN_DIRS: plugins };
    octopus = new OctopusProcess({ dataDir, port: await freePort(), environment });
    await octopus.ready();
    session = await ApiSession.signIn(octopus.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    const online = async () => {
      const { items } = await session.get<{ items: { liveness: string }[] }>("/agents");
      return items.some(({ liveness }) => liveness === "online");
    };
    await until("the machine is there", online, 60_000);
  }, 120_000);
  afterAll(async () => {
    await octopus.stop();
    folder.remove();
  });

  const sing = (params: object) => ({ action: "canary.sing", params, targets: ALL });
  async function ended(runId: string): Promise<void> {
    const state = async () => (await session.get<{ state: string }>(`/runs/${runId}`)).state;
    await until(`${runId} has ended`, async () => (await state()) !== "running", 60_000);
  }
  /** Everything that the server tells of, as one text. */
  async function told(conversation: string): Promise<string> {
    const paths = ["/tasks", "/runs", "/executions", "/approvals", "/audit", `/conversations/${conversation}/messages`];
    const lists = await Promise.all(paths.map((path) => session.get<{ items: { id: string }[] }>(path)));
    const executions = lists[2]?.items ?? [];
    const outputs = await Promise.all(
      executions.flatMap(({ id }) => [session.get(`/executions/${id}/results`), session.get(`/executions/${id}/logs`)]),
    );
    return JSON.stringify([lists, outputs]);
  }

  it("reaches the action, and is nowhere else: no answer, log, card, audit row, request, message or file of the server", {
    timeout: 240_000,
  }, async () => {
    const params = { song: "march", token: CANARY };
    const { run, task } = await session.post<Created>("/tasks", sing(params));
    expect(task.params).toEqual({ song: "march", token: "(secret)" });
    await ended(run?.id ?? "");
    const later = { kind: "once", at: "2099-01-01T10:00:00" };
    const made = await session.post<Created>("/tasks", { ...sing(params), schedule: later });
    const change = { params: { song: "lullaby", token: "(secret)" } };
    await session.patch(`/tasks/${made.task.id}`, change);
    const again = await session.post<{ run: { id: string } }>(`/tasks/${made.task.id}/run`, {});
    await ended(again.run.id);
    const conversation = await session.conversation();
    await session.say(conversation, `sing song march with token ${CANARY}`, "said-1");
    await session.post("/users", { name: "olga", password: LOGIN.OCTOPUS_ADMIN_PASSWORD, role: "approver" });
    await session.post("/protections", { targets: ALL });
    const asked = await session.post<ApprovalDto>("/approvals", sing(params));
    expect(asked.params).toEqual({ song: "march", token: "(secret)" });
    const text = await told(conversation);
    expect(text).toContain("sang with (secret)");
    expect(text).toContain('"length":17');
    // The run after the change had the secret still, and never saw what stands for it.
    expect(text.match(/"length":17/g)?.length).toBeGreaterThanOrEqual(2);
    for (const form of [CANARY, HEX, BASE64]) expect(text).not.toContain(form);
    await octopus.stop();
    expect(octopus.output).not.toContain(CANARY);
    const files = readdirSync(dataDir).filter((name) => name.startsWith("octopus.db"));
    expect(files).not.toEqual([]);
    for (const name of files) expect(readFileSync(join(dataDir, name)).includes(CANARY)).toBe(false);
  });
});
