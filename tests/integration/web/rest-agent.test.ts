import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { Dispatcher } from "../../../core/dispatch/dispatcher.ts";
import { systemClock } from "../../../core/kernel/clock.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import { systemRandomness } from "../../../core/kernel/randomness.ts";
import { actionCatalogOf, anAction } from "../../support/action-catalog.ts";
import { ask } from "./support/ask.ts";
import { startWeb, type WebWorld } from "./support/web-harness.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/rest-agent.md"), "utf8");
const COMMANDS = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

/** The real dispatcher behind the door, so that the page is held against what really happens. */
function dispatching(world: WebWorld): Dispatcher {
  const dispatcher = new Dispatcher({
    store: world.store,
    clock: systemClock,
    randomness: systemRandomness,
    events: world.events,
    channel: world.connections,
    actions: actionCatalogOf([anAction()]),
    logger: silentLogger,
    takesWork: () => true,
    mayRun: async () => ({ allowed: true, rule: "test" }),
  });
  world.agents.connected = (agentId) => dispatcher.connected(agentId);
  world.agents.onReceive = (agentId, messages) => dispatcher.receive(agentId, messages);
  return dispatcher;
}

it("does with the commands of docs/rest-agent.md what the page says", async () => {
  const world = await startWeb();
  const dispatcher = dispatching(world);
  await dispatcher.start();
  const targets = { include: ["host:web-1"], exclude: [] };
  const created = await ask(world.url, "/api/v1/tasks", { as: "admin", json: { action: "disk.usage", targets } });
  const [execution] = (created.json as { executions: { id: string }[] }).executions;

  const env = {
    PATH: process.env["PATH"],
    OCTOPUS_URL: world.url,
    OCTOPUS_TOKEN: "octo_pat_admin",
    JOIN_TOKEN: "octo_join_1",
    AGENT_ID: "agt_web-1",
    REST_TOKEN: "rest-token-web-1",
  };
  const script = COMMANDS.map((commands, index) => `printf '\\n@${index}\\n'\n${commands}`).join("\n");
  const { stdout } = await promisify(execFile)("sh", ["-euc", script], { env });
  const [token, joining, offers, go, end] = stdout.split(/\n@\d\n/).slice(1);

  expect(JSON.parse(token ?? "")).toMatchObject({ token: "octo_join_1" });
  expect(JSON.parse(joining ?? "")).toMatchObject({ agentId: "agt_new", name: "edge-1" });
  expect(offers).toContain(`"type":"offer","execution":"${execution?.id}"`);
  expect(JSON.parse(go ?? "")).toMatchObject({ messages: [{ type: "go", nonce: "a1b2c3d4e5" }] });
  expect(end).toContain('"type":"beat-reply"');
  expect(end).toContain('"type":"rack"');
  const results = await ask(world.url, `/api/v1/executions/${execution?.id}/results`, { as: "admin" });
  expect(results.json).toMatchObject({
    execution: { state: "succeeded", headline: "The disk is 41 % full" },
    attempts: [{ state: "succeeded", ranAs: "nobody" }],
  });
  await dispatcher.stop();
  const logs = await ask(world.url, `/api/v1/executions/${execution?.id}/logs`, { as: "admin" });
  expect(logs.json).toMatchObject({ items: [{ seq: 0, text: "looking at the disks\n" }] });
});

it("shows everything of a finished execution over REST to its people, and its output to nobody else", async () => {
  const world = await startWeb();
  const targets = { include: ["all"], exclude: [] };
  const created = await ask(world.url, "/api/v1/tasks", { as: "operator", json: { action: "disk.usage", targets } });
  const { task, run, executions } = created.json as {
    task: { id: string };
    run: { id: string };
    executions: { id: string }[];
  };
  expect(executions).toHaveLength(3);
  const get = async (path: string, as: "operator" | "requester") => await ask(world.url, `/api/v1${path}`, { as });
  for (const path of [
    `/tasks/${task.id}`,
    `/runs/${run.id}`,
    `/runs/${run.id}/executions`,
    "/executions",
    "/runs",
    "/stats",
  ]) {
    expect((await get(path, "requester")).status, path).toBe(200);
  }
  const [first] = executions;
  expect((await get(`/executions/${first?.id}/results`, "operator")).status).toBe(200);
  expect((await get(`/executions/${first?.id}/results`, "requester")).status).toBe(403);
  expect((await get(`/executions/${first?.id}/logs`, "requester")).status).toBe(403);

  const pages: string[] = [];
  for (let next: string | undefined = ""; next !== undefined; ) {
    const page = await get(`/executions?limit=2&state=queued${next === "" ? "" : `&cursor=${next}`}`, "operator");
    const { items, next: following } = page.json as { items: { id: string }[]; next?: string };
    pages.push(...items.map((item) => item.id));
    next = following;
  }
  expect(pages.sort()).toEqual(executions.map(({ id }) => id).sort());

  const foreign = await ask(world.url, `/api/v1/runs/${run.id}/cancel`, { method: "POST", as: "requester" });
  expect(foreign.status).toBe(403);
  expect(world.audited.at(-1)).toMatchObject({ action: "run.cancel", decision: "refused" });
  const own = await ask(world.url, `/api/v1/runs/${run.id}/cancel`, { method: "POST", as: "operator" });
  expect(own.json).toEqual({ cancelled: 3, stopping: 0, untouched: 0 });
});
