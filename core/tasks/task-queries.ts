import { OctopusError } from "../kernel/errors.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Task } from "../model/task.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Reader, Where } from "../store/rows.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { taskOf } from "./task-row.ts";

export interface TaskFilter {
  readonly state?: readonly string[];
  readonly ownerId?: string;
  readonly plugin?: string;
  /** Part of the name, without regard to case. */
  readonly text?: string;
  /** Only tasks that have a schedule which will fire again. */
  readonly upcoming?: boolean;
}

/** The read side of tasks; newest first. */
export class TaskQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async get(id: string): Promise<Task> {
    const [row] = await this.#reader.select(taskTable, { where: { id } });
    if (!row) throw new OctopusError("task.not-found", `There is no task ${id}.`, { id });
    return taskOf(row);
  }

  /** All with this name, whatever its case, newest first; people may give one name to several tasks. */
  async findByName(name: string): Promise<readonly Task[]> {
    const wanted = name.toLowerCase();
    const rows = await this.#reader.select(taskTable, {
      where: { name: { contains: name } },
      orderBy: [{ column: "seq", descending: true }],
      limit: 500,
    });
    return rows.filter((row) => row.name.toLowerCase() === wanted).map(taskOf);
  }

  /** What the schedules of everybody start next, soonest first. */
  async comingUp(limit: number): Promise<readonly Task[]> {
    const where = { state: "active", next_due_at: { ne: null } } as const;
    const rows = await this.#reader.select(taskTable, { where, orderBy: [{ column: "next_due_at" }], limit });
    return rows.map(taskOf);
  }

  async list(filter: TaskFilter, page: PageRequest): Promise<Page<Task>> {
    const where: Where<TaskRow> = {
      ...(filter.state && { state: { in: filter.state } }),
      ...(filter.ownerId !== undefined && { owner_id: filter.ownerId }),
      ...(filter.plugin !== undefined && { plugin: filter.plugin }),
      ...(filter.text !== undefined && { name: { contains: filter.text } }),
      ...(filter.upcoming && { next_due_at: { ne: null } }),
    };
    return await pageBySeq(this.#reader, taskTable, { where, page, map: taskOf });
  }
}
