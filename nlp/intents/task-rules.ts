import type { ControlRule } from "./control-rule.ts";

const TASK = "[my] [our] [scheduled] [recurring] [task] [schedule]";

export const TASK_RULES: readonly ControlRule[] = [
  {
    intent: "task.list",
    phrases: [
      "(show|list|display|give|see|get) [me] [all] [of] [my|our] [{status}] [scheduled|recurring] (tasks|schedules|jobs)",
      "[my] [{status}] [scheduled|recurring] (tasks|schedules)",
      "(what|which) [{status}] (tasks|schedules|jobs) [are] [is] [there] [do] [we] [i] [have] [exist] [{status}]",
      "what is scheduled",
      "what is [coming] [up] (next|planned|due)",
      "what do (i|we) have scheduled",
      "what (runs|happens|is running) (next|tomorrow)",
      "(show|list) [me] what is scheduled",
    ],
  },
  {
    intent: "task.show",
    phrases: [
      `(show|describe|display|open|view) [me] ${TASK} {task}`,
      "tell me about [task] {task}",
      "[what] is [the] [status] of [task] {task}",
      "[what] [is] [the] status (of|for) [task] {task}",
      "when (does|will|is) [task] {task} [run|due|next] [next] [again]",
      "details (of|for) [task] {task}",
      "[and] who (created|made|set up|owns|scheduled|added) (it|that|this|{task})",
    ],
  },
  {
    intent: "task.cancel",
    phrases: [
      `(cancel|abort|unschedule) ${TASK} {task} [task] [schedule]`,
      `stop (running|scheduling) ${TASK} {task}`,
      `(stop|end) [my] [scheduled] (task|schedule) {task}`,
      `stop {task} [task] [schedule]`,
    ],
  },
  {
    intent: "task.pause",
    phrases: [
      `(pause|suspend|hold|freeze) ${TASK} {task} [task] [schedule] [for] [now]`,
      `put ${TASK} {task} on hold`,
      "(pause|suspend|hold) (it|that|this|them) [for] [now]",
      "put (it|that) on hold",
    ],
  },
  {
    intent: "task.resume",
    phrases: [
      `(resume|unpause|continue|reactivate|reenable) ${TASK} {task} [task] [schedule] [again]`,
      "(resume|unpause|continue|reactivate) [(it|that|this|them)] [again]",
      `start ${TASK} {task} again`,
    ],
  },
  {
    intent: "task.delete",
    phrases: [
      `(delete|remove|drop|erase) ${TASK} {task} [task] [schedule]`,
      "(delete|remove) (it|that|this) [task] [schedule]",
      "get rid of [task] {task}",
    ],
  },
  {
    intent: "task.retry",
    phrases: [
      "(retry|rerun) [run] [task] {id}",
      "(retry|rerun) [(it|that|this)] [again]",
      "(run|start|execute|do) [task] [run] {task} [right] [now] [again]",
      "(run|start) [task] {id} [now] [again]",
      "(retry|rerun|repeat) [only] [just] {status} (ones|machines|runs|one)",
      "(retry|rerun|repeat) [only] [just] {status}",
      "try [it|that] again",
    ],
  },
  {
    intent: "task.retry",
    status: "not_started",
    phrases: [
      "[and] [then] [retry|rerun|run|do|start] [only] [just] [the] (ones|machines) that (never|did not) [yet] (started|start|ran|run|began|begin)",
      "[and] (go on|carry on|continue) with the (rest|others|remaining ones|remaining machines)",
      "[and] (run|do|start) [it] [on] [the] (rest|others|remaining ones|remaining machines)",
    ],
    whole: true,
  },
  {
    intent: "undo",
    phrases: ["undo", "undo (that|it|this|last) [change] [one]", "(revert|roll back) (that|it|this)", "take that back"],
    whole: true,
  },
];
