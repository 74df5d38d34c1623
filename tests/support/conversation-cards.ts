import { type PlanView, planCard } from "../../bot/conversation/replies/plan-card.ts";
import { runCard } from "../../bot/conversation/replies/run-card.ts";
import type { RunView } from "../../bot/conversation/replies/run-view.ts";
import { brokenCard, infoCard, questionCard, refusalCard } from "../../bot/conversation/replies/simple-cards.ts";
import { taskCard } from "../../bot/conversation/replies/task-card.ts";
import { HELD_UNTIL } from "../../core/executions/plan-run.ts";
import { rolloutOf } from "../../core/executions/rollout.ts";
import type { Card } from "../../core/model/card.ts";
import type { AgentId, ConversationId, ExecutionId, RunId, TaskId, UserId } from "../../core/model/ids.ts";
import type { Execution, Run } from "../../core/model/run.ts";
import type { Task } from "../../core/model/task.ts";
import { anAction } from "./action-catalog.ts";
import { APPROVAL_CARDS } from "./approval-cards.ts";
import { aMachine, TEN } from "./conversation-world.ts";

export function aRun(overrides: Partial<Run> = {}): Run {
  return {
    id: "R-92" as RunId,
    taskId: "T-17" as TaskId,
    state: "running",
    reason: undefined,
    dueAt: TEN,
    trigger: "request",
    requestedBy: "usr_ada" as UserId,
    requestedByName: "ada",
    conversationId: "cnv_1" as ConversationId,
    action: "disk.usage",
    params: {},
    risk: "read",
    executionCount: 1,
    createdAt: TEN,
    finishedAt: undefined,
    policy: {},
    batchCount: undefined,
    openBatch: undefined,
    steps: [],
    step: 0,
    rootRunId: undefined,
    parentRunId: undefined,
    subset: undefined,
    nextStep: undefined,
    waitsFor: undefined,
    checkRunId: undefined,
    cause: undefined,
    dueSince: undefined,
    dueCount: undefined,
    ...overrides,
  };
}

export function anExecution(name: string, overrides: Partial<Execution> = {}): Execution {
  return {
    id: `E-${name}` as ExecutionId,
    runId: "R-92" as RunId,
    taskId: "T-17" as TaskId,
    agentId: `agt_${name}` as AgentId,
    agentName: name,
    state: "queued",
    attempt: 1,
    maxAttempts: 1,
    idempotent: true,
    timeoutMs: 60_000,
    leaseUntil: undefined,
    notBefore: TEN,
    expiresAt: TEN + 600_000,
    cancelRequestedAt: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    response: undefined,
    error: undefined,
    ranAs: undefined,
    waits: undefined,
    batch: undefined,
    ...overrides,
  };
}

export function aRunView(overrides: Partial<RunView> = {}): RunView {
  return {
    run: aRun(),
    title: "Check disk space",
    executions: [anExecution("web-3")],
    machines: new Map(),
    tail: [],
    timeZone: "UTC",
    now: TEN,
    ...overrides,
  };
}

const ended = { startedAt: TEN, finishedAt: TEN + 3_800, ranAs: "octopus-run (uid 998)" } as const;
const table = {
  columns: ["Mount", "Used", "Percent"],
  rows: [
    ["/", "12 GiB", 41],
    ["/var", "91 GiB", 91],
  ],
} as const;
const full = { ok: true, headline: "web-3: /var 91 % full", data: {}, table, attention: true } as const;
const fine = { ok: true, headline: "at most 62 %", data: {} } as const;

export const aTask: Task = {
  id: "T-17" as TaskId,
  name: "check disk space",
  state: "active",
  action: "disk.usage",
  params: {},
  targets: { include: ["label:web"], exclude: [] },
  schedule: { kind: "cron", cron: "0 9 * * 1-5", tz: "UTC" },
  policy: { retries: 2, retryDelay: "PT30S" },
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  then: [],
  ownerId: "usr_ada" as UserId,
  conversationId: "cnv_1" as ConversationId,
  text: "check disk space on all web servers every weekday at 9, retry twice",
  nextDueAt: Date.UTC(2026, 10, 23, 9),
  firedCount: 0,
  version: 1,
  createdAt: TEN,
  updatedAt: TEN,
};

const offline = aMachine("web-3", { liveness: "offline", lastSeenAt: TEN - 6_480_000 });

/** A rollout with a step behind it, read back. */
export function rolloutPlan(): PlanView {
  const machines = ["api-1", "api-2", "api-3", "api-4", "api-5"].map((name) => aMachine(name, { labels: ["prod"] }));
  const away = aMachine("api-6", { liveness: "offline" });
  const policy = { canary: 1, concurrency: "25%", stagger: "PT2M", stopAfter: "20%" } as const;
  const action = anAction({ name: "service.restart", title: "Restart a service", timeout: "PT60S" });
  const step = { when: "success", action: "disk.usage", params: { path: "/var" } } as const;
  return {
    preview: {
      request: {
        action: "service.restart",
        params: {},
        targets: { include: ["label:api"], exclude: [] },
        policy,
        // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
        then: [step],
        text: "",
      },
      action,
      pluginDigest: "0".repeat(64),
      risk: "change",
      ownRisk: "change",
      machines: [...machines, away],
      order: [...machines, away],
      rollout: rolloutOf(policy, 6),
      steps: [{ step, action: anAction(), pluginDigest: "1".repeat(64), risk: "read", machines: undefined }],
      offline: [away],
      unmatched: [],
      access: { allowed: true, rule: "admins" },
      frozen: [],
      nextRuns: [],
      problems: [],
    },
    when: undefined,
    reasons: ["it changes production (6 machines)"],
    assumed: [],
    timeZone: "UTC",
    now: TEN,
  };
}

/** One card of every kind, as the builders make them; and one full of what must never act. */
export const SAMPLE_CARDS: Readonly<Record<string, Card>> = {
  ...APPROVAL_CARDS,
  waiting: runCard(
    aRunView({ machines: new Map([["agt_web-3", offline]]), assumed: ["on web-3, the only machine I know"] }),
  ),
  running: runCard(
    aRunView({
      executions: [anExecution("web-3", { state: "running", startedAt: TEN })],
      tail: ["reading /", "reading /var"],
    }),
  ),
  "one-result": runCard(
    aRunView({
      run: aRun({ state: "succeeded" }),
      executions: [anExecution("web-3", { ...ended, state: "succeeded", response: full })],
    }),
  ),
  "many-results": runCard(
    aRunView({
      run: aRun({ state: "failed", executionCount: 3 }),
      executions: [
        anExecution("web-1", { ...ended, state: "succeeded", response: fine }),
        anExecution("web-2", { ...ended, state: "failed", error: "df is not installed", attempt: 3, maxAttempts: 3 }),
        anExecution("web-3", { ...ended, state: "succeeded", response: full }),
      ],
    }),
  ),
  failed: runCard(
    aRunView({
      run: aRun({ state: "failed" }),
      executions: [anExecution("web-3", { ...ended, state: "failed", error: "no space left on device: /backup" })],
      tail: ["dumping", "write error"],
    }),
  ),
  unknown: runCard(
    aRunView({ run: aRun({ state: "unknown" }), executions: [anExecution("web-3", { ...ended, state: "unknown" })] }),
  ),
  "rollout-running": runCard(
    aRunView({
      title: "Restart a service",
      run: aRun({ action: "service.restart", executionCount: 6, policy: { canary: 1, concurrency: 2 }, batchCount: 4 }),
      executions: [
        anExecution("api-1", { ...ended, state: "succeeded", batch: 1 }),
        anExecution("api-2", { ...ended, state: "failed", batch: 2, error: "exit code 1" }),
        anExecution("api-3", { state: "running", startedAt: TEN, batch: 2 }),
        anExecution("api-4", { batch: 3, notBefore: HELD_UNTIL, expiresAt: HELD_UNTIL }),
        anExecution("api-5", { batch: 3, notBefore: HELD_UNTIL, expiresAt: HELD_UNTIL }),
        anExecution("api-6", { batch: 4, notBefore: HELD_UNTIL, expiresAt: HELD_UNTIL }),
      ],
    }),
  ),
  "rollout-stopped": runCard(
    aRunView({
      title: "Restart a service",
      run: aRun({
        state: "failed",
        action: "service.restart",
        executionCount: 4,
        policy: { concurrency: 2, stopAfter: 0 },
        batchCount: 2,
        reason: "Stopped by its rule: 1 of 4 failed, and 0 may.",
      }),
      executions: [
        anExecution("api-1", { ...ended, state: "succeeded", batch: 1, response: fine }),
        anExecution("api-2", { ...ended, state: "failed", batch: 1, error: "DB_POOL missing" }),
        ...["api-3", "api-4"].map((name) =>
          anExecution(name, { state: "skipped", batch: 2, error: "Stopped by its rule: 1 of 4 failed, and 0 may." }),
        ),
      ],
    }),
  ),
  chain: runCard(
    aRunView({
      run: aRun({ state: "failed" }),
      executions: [anExecution("web-3", { ...ended, state: "failed", error: "no space left on device: /backup" })],
      chain: [
        { step: 0, title: "Create a backup", when: undefined, run: aRun({ state: "failed" }) },
        { step: 1, title: "Restart a service", when: "success", run: undefined },
        { step: 2, title: "Check disk space", when: "failure", run: aRun({ id: "R-93" as RunId, state: "running" }) },
      ],
    }),
  ),
  "rollout-plan": planCard(rolloutPlan(), { id: "P-312" }),
  plan: planCard(
    {
      preview: {
        request: {
          action: "service.restart",
          params: {},
          targets: { include: [], exclude: [] },
          policy: {},
          // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
          then: [],
          text: "",
        },
        action: anAction({ name: "service.restart", title: "Restart a service", timeout: "PT60S" }),
        pluginDigest: "0".repeat(64),
        risk: "change",
        ownRisk: "change",
        machines: [aMachine("db-1", { labels: ["env:production"] })],
        order: [aMachine("db-1", { labels: ["env:production"] })],
        rollout: undefined,
        steps: [],
        offline: [],
        unmatched: [],
        access: { allowed: true, rule: "admins" },
        nextRuns: [],
        frozen: [],
        problems: [],
      },
      when: undefined,
      reasons: ["it changes production (db-1)"],
      assumed: [],
      timeZone: "UTC",
      now: TEN,
    },
    { id: "P-311" },
  ),
  task: taskCard({
    task: aTask,
    action: anAction({ timeout: "PT60S" }),
    machines: ["web-1", "web-2", "web-3"],
    when: "every weekday at 09:00",
    nextRuns: [Date.UTC(2026, 10, 23, 9), Date.UTC(2026, 10, 24, 9), Date.UTC(2026, 10, 25, 9)],
    last: undefined,
    timeZone: "UTC",
    now: TEN,
  }),
  question: questionCard("On which machine?", ["web-1", "web-2", "all 2"]),
  refusal: refusalCard('No machine matches "wbe-1"', ["Closest that exist: web-1."]),
  broken: brokenCard("3f9a1c"),
  help: infoCard("What you can say", [], { examples: [{ title: "Disks", sentences: ["check disk space on web-1"] }] }),
  hostile: {
    tone: "success",
    headline: "\u001b[31m<!channel> <@U123>\u001b[0m \u202e done\u0007",
    lines: ["<http://evil.example|ok> `rm -rf`\r\noverwritten", "@octopus restart everything"],
    table: { columns: ["a\u0000b"], rows: [["\u009b2J=cmd|' /C calc'!A0"]] },
    logTail: ["\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007", "plain \u200bzero width"],
    buttons: [{ label: "<b>x</b>", say: "confirm P-1\u0000" }],
  },
};
