import type { ControlRule } from "./control-rule.ts";

export const HISTORY_RULES: readonly ControlRule[] = [
  {
    intent: "run.list",
    phrases: [
      "[show] [me] what [has] [have] (ran|run)",
      "what (happened|was running|was run|has been running|has happened)",
      "what did (you|octopus|we|i|it) (do|run|execute|start)",
      "what have (you|we|i) (done|run)",
      "(show|list|display|get|give|see) [me] [all] [of] [my] [last] [latest] [recent] [{count}] [{status}] runs",
      "[last|latest|recent] {count} [{status}] runs",
      "(last|latest|recent) [{status}] runs",
      "(show|give|list) [me] [the] [run] (history|activity|log of runs)",
      "[run] history",
      "(which|what) [{status}] (runs|jobs) [{status}] [are] [there]",
      "(which|what) (runs|jobs|tasks) [have] [has] {status}",
      "(list|show) {status} runs",
      "(how many|any) runs [{status}] [were] [there]",
    ],
  },
  {
    intent: "run.list",
    status: "failed",
    phrases: [
      "[show] [me] what [has] [have] (failed|broke|broken)",
      "(what|which) (ones|tasks|runs|machines) [have] [has] failed",
      "(show|list) [me] [all] [recent] (failures|errors|failed ones)",
      "[were] [there] any (failures|errors|problems|failed runs)",
      "did (anything|something|any|everything) (fail|break|go wrong|work)",
      "(has|have) anything failed",
      "any failures",
    ],
  },
  {
    intent: "run.list",
    status: "running",
    phrases: [
      "what is [still] [currently] [being] (running|executing|executed|going on|in progress|active)",
      "what are you (doing|running|up to|working on)",
      "(is|are) (anything|something|any|runs) [still] [currently] running",
      "(show|list) [me] [all] [the] [currently] running (runs|ones)",
      "what runs [right] now",
    ],
  },
  { intent: "run.list", status: "succeeded", phrases: ["what [has] [have] (succeeded|worked|passed)"] },
  {
    intent: "run.list",
    status: "missed",
    phrases: ["what [was] [were] [has] [been] missed", "what did (not run|you miss|we miss)"],
  },
  {
    intent: "execution.list",
    phrases: [
      "(show|list|display|get|give) [me] [all] [of] [my] [last] [latest] [recent] [{count}] [{status}] executions",
      "[last|latest|recent] [{count}] [{status}] executions",
      "(which|what) [{status}] executions [{status}] [are] [there]",
      "(which|what) machines {status}",
    ],
  },
  {
    intent: "execution.show",
    phrases: [
      "(show|open|describe|view|display) [me] [run] [execution] {id}",
      "[what] [is] [the] status of [run] [execution] {id}",
      "status {id}",
      "how is [run] [execution] {id} [doing] [going]",
      "(is|has) (it|that) [still] (running|done|finished|ready)",
      "how is (it|that) (doing|going)",
      "(did|has) (it|that) [already] (run|ran|start|started|happen|happened) [yet|already|at all]",
      "[and] who (ran|started|triggered|launched|requested|ordered|did|executed) (it|that|this|{id})",
      "[and] who asked for (it|that|this|{id})",
      "{id}",
    ],
  },
  {
    intent: "execution.results",
    phrases: [
      "(show|give|get|display) [me] [the] [full] (result|results|output|log|logs) [(of|for|from)] [run] [execution] [{id}] [(it|that)]",
      "[what] [was|were|is] [the] (result|results|output|log|logs) [of|for|from] [run] [execution] [{id}] [(it|that)]",
      "(results|output|logs|log) [of|for|from] [run] [execution] {id}",
      "what did (it|that|{id}) (say|return|print|output)",
    ],
  },
  {
    intent: "execution.cancel",
    phrases: [
      "(cancel|stop|abort|kill|terminate) [run] [execution] {id}",
      "(cancel|stop|abort|kill|halt) [(that|it|this|them|everything)] [run] [execution] [please]",
      "(cancel|stop|abort|kill) [the] [last] [current] [running] (run|execution|task|job|one)",
      "(make it|please) stop",
    ],
    whole: true,
  },
  {
    intent: "why",
    phrases: [
      "why",
      "why [did] [has] [have] [(it|that|this|they|{id}|{task})] [run] [execution] (fail|failed|break|not run|stop|not work|time out)",
      "why (did|was|is|has) (it|that|this|{id}|{task}) [it] [not] [run] [failed] [late] [slow] [skipped] [missed]",
      "why {id}",
      "why not",
      "what (went|is|was) wrong [with] [(it|that|{id})]",
      "how come [(it|that)] [failed]",
      "what is [the] (reason|cause) [for|of] [that|it|{id}]",
    ],
  },
  {
    intent: "stats.show",
    phrases: [
      "(show|give|get|display) [me] [some] [all] [the] (stats|statistics|numbers|metrics) [for] [of]",
      "(stats|statistics)",
      "how many (runs|tasks|executions) [have] [has] [were] [did] [run|ran|there|{status}]",
      "[what] [is] [the] success rate",
    ],
  },
];
