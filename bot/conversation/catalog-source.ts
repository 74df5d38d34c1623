import type { CoreEvents } from "../../core/events/core-events.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../../core/kernel/event-bus.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Alias } from "../../core/model/alias.ts";
import type { User } from "../../core/model/user.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
import type { TaskQueries } from "../../core/tasks/task-queries.ts";
import type { Catalog, CatalogAgent } from "../../nlp/catalog.ts";

const MOST_TASKS = 500;
/** Another server over the same database may have changed them, and nothing announces that here. */
const KEPT_MS = 30_000;

interface Sources {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly machines: MachineDirectory<Agent>;
  readonly plugins: { actions(): readonly ActionManifest[] };
  readonly taskQueries: Pick<TaskQueries, "list">;
  readonly users: { all(): Promise<readonly User[]> };
  readonly aliases: { all(): Promise<readonly Alias[]> };
}

type Slow = Pick<Catalog, "tasks" | "users" | "aliases">;

/** A catalog, and what it was made of. */
interface Built {
  readonly machines: readonly Agent[];
  readonly actions: readonly ActionManifest[];
  readonly slow: Slow;
  readonly catalog: Catalog;
}

/** What can be named in a sentence at this moment. Machines and actions are always fresh, tasks and people nearly. */
export class CatalogSource {
  readonly #sources: Sources;
  readonly #subscriptions: readonly Unsubscribe[];
  #slow: Promise<Slow> | undefined;
  #built: Built | undefined;
  #loadedAt = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    const forget = () => {
      this.#slow = undefined;
    };
    this.#subscriptions = [
      // What is over when it is made is never in a catalog.
      sources.events.on("task.changed", ({ once }) => (once ? undefined : forget())),
      sources.events.on("user.changed", forget),
      sources.events.on("aliases.changed", forget),
    ];
  }

  /** The same object until something in it changes: the parser prepares each catalog once. */
  async current(): Promise<Catalog> {
    const { machines, plugins } = this.#sources;
    const sources = { machines: machines.all(), actions: plugins.actions(), slow: await this.#kept() };
    const known = this.#built;
    const isSame =
      known?.machines === sources.machines && known.actions === sources.actions && known.slow === sources.slow;
    if (isSame) return known.catalog;
    const { actions, slow } = sources;
    // A heartbeat or a run changes the lists they come from, but seldom a word of them.
    const agents = keptAgents(known?.catalog.agents, sources.machines.map(catalogAgent));
    const tasks = unlessEqual(known?.catalog.tasks, slow.tasks);
    const users = unlessEqual(known?.catalog.users, slow.users);
    const aliases = unlessEqual(known?.catalog.aliases, slow.aliases ?? []);
    const next = { agents, services: [], actions, tasks, users, aliases };
    const catalog = known && sameParts(known.catalog, next) ? known.catalog : next;
    this.#built = { ...sources, catalog };
    return catalog;
  }

  /** Stops listening. */
  close(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  #kept(): Promise<Slow> {
    const now = this.#sources.clock.now();
    if (this.#slow && now - this.#loadedAt < KEPT_MS) return this.#slow;
    this.#loadedAt = now;
    const loading = this.#load();
    this.#slow = loading;
    loading.catch(() => {
      if (this.#slow === loading) this.#slow = undefined;
    });
    return loading;
  }

  async #load(): Promise<Slow> {
    const { aliases, taskQueries, users } = this.#sources;
    const tasks = await taskQueries.list({ state: ["active", "paused"] }, { limit: MOST_TASKS });
    const people = await users.all();
    return {
      tasks: tasks.items.map(({ id, name }) => ({ id, name: name.toLowerCase() })),
      aliases: (await aliases.all()).map(({ name, frame }) => ({ name, frame })),
      users: people.map(({ name, role }) => ({ name: name.toLowerCase(), role })),
    };
  }
}

/** The words for a machine: "env:production" is said "production", and its system is a label too. */
function catalogAgent({ name, labels, facts }: Agent): CatalogAgent {
  const words = labels.map((label) => label.toLowerCase().replace(/^(env|os):/, ""));
  const system = facts && facts.os !== "other" ? [facts.os] : [];
  return { name: name.toLowerCase(), labels: [...new Set([...words, ...system])] };
}

/** As `unlessEqual`, for thousands of machines at every heartbeat. */
function keptAgents(
  before: readonly CatalogAgent[] | undefined,
  now: readonly CatalogAgent[],
): readonly CatalogAgent[] {
  const isSame = before?.length === now.length && now.every((agent, index) => isSameAgent(agent, before[index]));
  return isSame ? before : now;
}

const isSameAgent = (one: CatalogAgent, other: CatalogAgent | undefined): boolean =>
  one.name === other?.name &&
  one.labels.length === other.labels.length &&
  one.labels.every((label, index) => label === other.labels[index]);

/** What was there before, if the new list says the same. */
function unlessEqual<T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

function sameParts(one: Catalog, other: Catalog): boolean {
  const names = ["actions", "agents", "tasks", "users", "aliases"] as const;
  return names.every((name) => one[name] === other[name]);
}
