import { useRef, useState } from "react";
import { Link } from "wouter";
import type { TaskDto, TaskQueryDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { RowList } from "../components/row-list.tsx";
import { SchedulePlaces } from "../components/schedule-places.tsx";
import { StatePill } from "../components/state-pill.tsx";
import { TimeText } from "../components/time-text.tsx";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { targetsText, timesText } from "../model/describe.ts";
import { scheduleWords } from "../model/schedule-words.ts";

const CHOICES = [
  { value: "upcoming", name: "Upcoming" },
  { value: "paused", name: "Paused" },
  { value: "all", name: "All" },
];
const FILTERS: Readonly<Record<string, TaskQueryDto>> = {
  upcoming: { upcoming: true },
  paused: { state: ["paused"] },
  all: {},
};
const PAGE = 50;
const POLL_MS = 15_000;

/** What shall be done, when, and where. */
export function TasksPage() {
  useTitle("Tasks");
  const [filter, setFilter] = useState("upcoming");
  const [text, setText] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const search = useRef<HTMLInputElement>(null);
  useHotkey("/", () => search.current?.focus());
  const words = text.trim();
  const tasks = useResource(`tasks ${filter} ${words} ${limit}`, (signal) =>
    call("task.list", { query: { ...FILTERS[filter], ...(words === "" ? {} : { text: words }), limit }, signal }),
  );
  usePoll(POLL_MS, tasks.reload);
  return (
    <div className="page">
      <SchedulePlaces />
      <header className="page-head">
        <h1>Tasks</h1>
        <div className="row">
          <input
            ref={search}
            type="search"
            className="input search"
            placeholder="Search tasks"
            aria-label="Search tasks"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <FilterBar label="Show" choices={CHOICES} value={filter} change={setFilter} />
        </div>
      </header>
      <RowList
        label="Tasks"
        resource={tasks}
        row={(task) => <TaskRow key={task.id} task={task} />}
        {...(limit < 500 ? { more: () => setLimit(Math.min(500, limit + PAGE)) } : {})}
        empty={<NoTasks searched={words !== "" || filter === "paused"} />}
      />
    </div>
  );
}

function NoTasks({ searched }: { readonly searched: boolean }) {
  if (searched)
    return (
      <EmptyState
        title="Nothing found"
        text="No task matches. Tasks are found by name, action and the sentence they came from."
      />
    );
  return (
    <EmptyState
      title="Nothing is planned"
      text="Say in the chat what shall happen and when, such as “check disk space on all web servers every weekday at 9am”."
    >
      <Link className="button primary" href="/chat">
        Go to the chat
      </Link>
    </EmptyState>
  );
}

function TaskRow({ task }: { readonly task: TaskDto }) {
  return (
    <li>
      <Link className="row-link task-row" data-row href={`/tasks/${task.id}`}>
        <span className="faint">{task.id}</span>
        <StatePill state={task.state} />
        <span className="row-main">
          <strong>{task.name || task.action}</strong> <span className="faint">{targetsText(task.targets)}</span>
        </span>
        <span className="faint row-when">{scheduleWords(task.schedule)}</span>
        <span className="number">
          {task.nextDueAt === undefined ? (
            <span className="faint">fired {timesText(task.firedCount)}</span>
          ) : (
            <>
              <span className="faint">next </span>
              <TimeText at={task.nextDueAt} />
            </>
          )}
        </span>
      </Link>
    </li>
  );
}
