import type { Clock } from "../../core/kernel/clock.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import type { Execution } from "../../core/model/run.ts";
import type { Task } from "../../core/model/task.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import { previewChange } from "../../core/tasks/preview-change.ts";
import { oncePerKey } from "../../core/tasks/request-key.ts";
import type { RunSubset } from "../../core/tasks/subset-request.ts";
import type { TaskFilter } from "../../core/tasks/task-queries.ts";
import type { TaskPreview, TaskRequest } from "../../core/tasks/task-request.ts";
import type { CreatedTask, TaskChange } from "../../core/tasks/task-service.ts";
import type { TASK_ROUTES } from "../contract/routes/task-routes.ts";
import type { TaskQueryDto } from "../contract/task.ts";
import type { ChatPort } from "./chat-port.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { executionDto, runDto } from "./run-dto.ts";
import type { RunReads } from "./run-handlers.ts";
import { previewDto, taskChange, taskDto, taskRequest } from "./task-dto.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface TaskUseCases {
  preview(actor: Actor, request: TaskRequest): TaskPreview;
  create(writer: Writer, actor: Actor, request: TaskRequest): Promise<CreatedTask>;
  update(writer: Writer, actor: Actor, id: string, change: TaskChange, version?: number): Promise<Task>;
  readonly timeZone: string;
  pause(writer: Writer, actor: Actor, id: string, until?: number): Promise<Task>;
  resume(writer: Writer, actor: Actor, id: string): Promise<Task>;
  cancel(writer: Writer, actor: Actor, id: string): Promise<Task>;
  remove(writer: Writer, actor: Actor, id: string): Promise<void>;
  runNow(
    writer: Writer,
    actor: Actor,
    id: string,
    options: { readonly trigger: "request" | "again" },
  ): Promise<CreatedTask>;
  retryRun(writer: Writer, actor: Actor, runId: string, options: { readonly subset: RunSubset }): Promise<CreatedTask>;
}

export interface TaskReads {
  get(id: string): Promise<Task>;
  list(filter: TaskFilter, page: PageRequest): Promise<Page<Task>>;
}

interface Deps {
  readonly store: Pick<Store, "write">;
  readonly tasks: TaskUseCases;
  readonly taskQueries: TaskReads;
  readonly runQueries: Pick<RunReads, "getRun" | "executionsOf">;
  readonly chat: Pick<ChatPort, "get">;
  readonly clock: Clock;
}

export function taskHandlers(deps: Deps): Handlers<keyof typeof TASK_ROUTES> {
  const { chat, store, tasks, taskQueries } = deps;
  return {
    "task.list": async ({ query }) => {
      const page = await taskQueries.list(filterOf(query), pageRequest(query));
      return withoutUndefined({ items: page.items.map(taskDto), next: page.next });
    },
    "task.create": async ({ actor, body, requestKey }) => {
      if (body.conversationId !== undefined) await chat.get(actor, body.conversationId);
      const make = (writer: Writer) => tasks.create(writer, actor, taskRequest(body));
      const content = { route: "task.create", body };
      const created = await once(deps, { actor, key: requestKey, content, make });
      return { task: taskDto(created.task), ...startedDto(created) };
    },
    "task.preview": async ({ actor, body }) => previewDto(tasks.preview(actor, taskRequest(body))),
    "task.preview-change": async ({ actor, params, body }) => {
      const task = await taskQueries.get(params.id);
      return previewDto(previewChange(tasks, { actor, task, change: taskChange(body), now: deps.clock.now() }));
    },
    "task.show": async ({ params }) => taskDto(await taskQueries.get(params.id)),
    "task.change": async ({ actor, params, body }) =>
      taskDto(await store.write((writer) => tasks.update(writer, actor, params.id, taskChange(body), body.version))),
    "task.delete": async ({ actor, params }) => {
      await store.write((writer) => tasks.remove(writer, actor, params.id));
      return undefined;
    },
    "task.run": async ({ actor, params, requestKey }) => {
      const make = (writer: Writer) => tasks.runNow(writer, actor, params.id, { trigger: "request" });
      const content = { route: "task.run", params };
      return startedDto(await once(deps, { actor, key: requestKey, content, make }));
    },
    "run.retry": async ({ actor, params, body, requestKey }) => {
      const make = (writer: Writer) => tasks.retryRun(writer, actor, params.id, { subset: body.subset });
      const content = { route: "run.retry", params, body };
      return startedDto(await once(deps, { actor, key: requestKey, content, make }));
    },
    "task.pause": async ({ actor, params, body }) =>
      taskDto(await store.write((writer) => tasks.pause(writer, actor, params.id, body.until))),
    "task.resume": async ({ actor, params }) =>
      taskDto(await store.write((writer) => tasks.resume(writer, actor, params.id))),
    "task.cancel": async ({ actor, params }) =>
      taskDto(await store.write((writer) => tasks.cancel(writer, actor, params.id))),
  };
}

interface Making {
  readonly actor: Actor;
  readonly key: string | undefined;
  readonly content: unknown;
  make(writer: Writer): Promise<CreatedTask>;
}

/** With a key: made once, and what it made is answered as it is now whenever the request comes again. */
async function once(deps: Deps, { actor, key, content, make }: Making): Promise<CreatedTask> {
  const { store, clock, taskQueries, runQueries } = deps;
  if (key === undefined || actor.userId === undefined) return await store.write(make);
  const request = { userId: actor.userId, key, content };
  const madeOf = ({ task, run }: CreatedTask) => ({ taskId: task.id, runId: run?.id });
  const outcome = await store.write((writer) =>
    oncePerKey(writer, request, { now: clock.now(), make: () => make(writer), madeOf }),
  );
  if (outcome.kind === "made") return outcome.value;
  const { taskId, runId } = outcome.made;
  const task = await taskQueries.get(taskId);
  if (runId === undefined) return { task, run: undefined, executions: [] };
  return { task, run: await runQueries.getRun(runId), executions: await runQueries.executionsOf(runId) };
}

function filterOf({ state, owner, plugin, text, upcoming }: TaskQueryDto): TaskFilter {
  return withoutUndefined({ state, ownerId: owner, plugin, text, upcoming });
}

/** Whoever starts a run may see what it answers. */
function startedDto({
  run,
  executions,
}: {
  readonly run: CreatedTask["run"];
  readonly executions: readonly Execution[];
}) {
  return withoutUndefined({
    run: run && runDto(run),
    executions: executions.slice(0, 1000).map((execution) => executionDto(execution, true)),
  });
}
