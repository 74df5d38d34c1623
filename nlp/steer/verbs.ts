import type { Intent } from "../../core/model/frame.ts";
import { wholePhrases } from "../text/whole-phrases.ts";
import { usualPattern } from "./usual-words.ts";

/** What a sentence speaks of, by which its verb means one thing or another. */
export type Topic = "task" | "run" | "plan" | "machine" | "place" | "it" | "quoted" | "none" | "user";

export interface Verb {
  readonly intents: Readonly<Partial<Record<Topic, Intent>>>;
  /** It says a machine without naming one: "drain a machine". */
  readonly unnamed?: true;
  /** Fixed status of what is asked for. */
  readonly status?: string;
}

interface Entry extends Verb {
  /** Words of the sentence besides names, times and fillers, in order. `(a|b)` is a choice, `[a]` may be left out. */
  readonly says: readonly string[];
}

const MACHINE_NOUN = "machine";

const ENTRIES: readonly Entry[] = [
  {
    says: ["(pause|suspend|hold|snooze|mute) [running] [off]", "put [on] (hold|pause|ice)", "stop for while"],
    intents: { task: "task.pause", it: "task.pause", place: "task.pause" },
  },
  {
    says: ["(turn|switch) off", "(disable|deactivate) [for] [now]", "take out [rotation|service|schedule]"],
    intents: { task: "task.pause" },
  },
  {
    says: ["(turn|switch|put) [back] on", "(enable|activate)"],
    intents: { task: "task.resume" },
  },
  {
    says: [
      "(resume|unpause|continue|reactivate|unsuspend|unmute|reenable|re-enable) [running]",
      "(restart|start) (schedule|running)",
      "(take|put) off hold",
      "carry on",
      "get (going|running)",
      "go on",
      "(switch|turn) back",
    ],
    intents: { task: "task.resume", it: "task.resume", place: "task.resume" },
  },
  { says: ["(resume|unpause|continue)"], intents: { none: "task.resume" } },
  {
    says: [
      "(cancel|unschedule|deschedule) [task]",
      "call off",
      "(stop|end|abort|terminate|kill|halt)",
      "stop (running|scheduling|doing)",
    ],
    intents: {
      task: "task.cancel",
      run: "execution.cancel",
      plan: "deny",
      it: "execution.cancel",
      place: "execution.cancel",
    },
  },
  {
    says: [
      "(cancel|stop|abort|kill|halt|terminate)",
      "(cancel|stop|abort|kill|halt) (everything|run|execution|task|all)",
      "(cancel|stop|abort|kill) (last|current|running|latest) (run|execution|task)",
      "make stop",
    ],
    intents: { none: "execution.cancel" },
  },
  {
    says: [
      "(delete|remove|drop|erase|destroy|scrap|trash|rm|del|nuke|purge|bin) [altogether|completely|forever|entirely|good]",
      "(get|be) rid",
      "(throw|chuck) away",
      "do away",
    ],
    intents: { task: "task.delete", it: "task.delete", place: "task.delete" },
  },
  {
    says: [
      "(run|start|execute|trigger|launch|fire|do|perform|kick) [off] [early]",
      "set off",
      "(retry|rerun|re-run|repeat|redo|restart|relaunch) [run]",
      "(try|run|do|execute|start) over",
      "(give|take) another (try|go|run)",
      "(run|execute|do) (another|one) time",
    ],
    intents: { task: "task.retry", run: "task.retry", plan: "confirm", place: "task.retry" },
  },
  {
    says: [
      "(retry|rerun|re-run|redo) [run|task]",
      "(retry|rerun|re-run|redo|repeat) (all|every one)",
      "try one more time",
      "(give|take) another (try|go)",
      "have another go",
    ],
    intents: { none: "task.retry", it: "task.retry" },
  },
  {
    says: [
      "show [details|detail|info|information|state|status] ",
      "(describe|open|inspect|examine|check) ",
      "(details|detail|info|information|facts|state|status|health)",
      "tell about",
      "what (do|can) you (know|tell) about",
      "what is [state|status]",
      "how is [doing|going]",
      "what do you know",
      "what does do",
      "what is for",
    ],
    intents: { task: "task.show", run: "execution.show", plan: "explain", machine: "agent.show" },
  },
  { says: [""], intents: { run: "execution.show", task: "task.show" } },
  {
    says: [
      "how (did|is|was|does) [go|going|doing|look|far] [along] [coming]",
      "how far [is|along] [is]",
      "what is doing",
      "(is|has|did) [finish] [run] [be] (done|finished|ready|running|complete|completed|finish|over|successful|succeed|fail|failed|through) [yet|already|still]",
      "is still running",
      "progress",
      "what is progress",
      "what happened [with]",
      "did (work|succeed|finish|fail|pass|complete)",
      "how did turn out",
      "where is",
    ],
    intents: { run: "execution.show", it: "execution.show", place: "execution.show" },
  },
  {
    says: [
      "[what] [is|was|were] [show] [full|whole|complete|entire|last|latest] log [say|says] [like]",
      "what did (say|return|print|output|show|log|write|produce|give)",
      "can i show [full] log",
      "[what] [is|was] [show] [full|whole] log [last|latest] (run|execution)",
      "i (want|need) [show] log",
    ],
    intents: {
      run: "execution.results",
      it: "execution.results",
      none: "execution.results",
      place: "execution.results",
      task: "execution.results",
    },
  },
  {
    says: [
      "show executions",
      "executions",
      "(what|which) executions [are] [does] [have] [belong]",
      "show (machines|machine) ",
      "(on|which) machines did run",
      "what machines did run",
      "which machines ran",
    ],
    intents: { run: "execution.list", it: "execution.list", place: "execution.list" },
  },
  {
    says: [
      "(drain|cordon|evacuate|empty)",
      "(take|put|bring|get|move) out [rotation|service|order|pool]",
      "(take|put|bring|move|switch) [into] (maintenance|offline) [mode]",
      "(put|place|set|switch) under maintenance",
      "maintenance [mode]",
      "(no|not) (more|new) (work|tasks|runs|executions|requests)",
      "(stop|do not) (sending|send|giving|give|assigning|assign|scheduling|schedule) [new|more] (work|tasks|runs|anything)",
      "no [new] work",
    ],
    intents: { machine: "agent.drain" },
  },
  {
    says: [
      "(disable|deactivate|block|quarantine|ban|lock) [out]",
      "stop using",
      "do not use [anymore|any more]",
      "(switch|turn|shut|take) off (machine|agent)",
    ],
    intents: { machine: "agent.disable" },
  },
  {
    says: [
      "(enable|activate|undrain|uncordon|reactivate|reenable|re-enable|unblock|unquarantine|undisable|release|allow)",
      "(put|bring|take|get|switch) back [rotation|service|online|work|pool|use|action]",
      "(put|bring|take) [back] (rotation|service|online|use)",
      "(start|resume) using",
      "(send|give|assign|resume|allow|schedule) [new] work",
      "use",
      "(stop|end) (draining|maintenance) [mode]",
      "(maintenance|drain) is over",
    ],
    intents: { machine: "agent.enable" },
  },
  {
    says: [
      "(approve|accept|admit|authorise|authorize|trust|confirm) [new]",
      "let [new] (join|connect|enter)",
      "(welcome|allow) [new] [join]",
      "allow new",
    ],
    intents: { machine: "agent.approve", plan: "confirm" },
  },
  {
    says: ["(approve|confirm|accept|run|go|do|start|execute|yes|apply) [ahead] [plan]", "go ahead"],
    intents: { plan: "confirm" },
  },
  {
    says: [
      "(reject|refuse|deny|decline|cancel|discard|drop|no|stop|abort|forget) [plan]",
      "do not (run|do|approve|start)",
    ],
    intents: { plan: "deny" },
  },
  {
    says: [`(drain|cordon) ${MACHINE_NOUN}`],
    intents: { none: "agent.drain" },
    unnamed: true,
  },
  { says: [`(disable|deactivate|quarantine) ${MACHINE_NOUN}`], intents: { none: "agent.disable" }, unnamed: true },
  {
    says: [`(enable|reactivate|undrain|uncordon|re-enable|reenable) ${MACHINE_NOUN}`],
    intents: { none: "agent.enable" },
    unnamed: true,
  },
  {
    says: [`(approve|accept|admit) [new] ${MACHINE_NOUN}`, `let [new] ${MACHINE_NOUN} join`],
    intents: { none: "agent.approve" },
    unnamed: true,
  },
  {
    says: [
      "freeze [changes|everything]",
      "(declare|start|begin|set|impose|announce|create|add|put|schedule|plan|make|have|need) [up] [change|code|deployment|deploy] freeze [place]",
      "[new] (change|code|deployment|deploy) freeze",
      "no [more] (changes|change|deployments|deploys|restarts|runs|deployment|tasks) [allowed]",
      "(block|forbid|stop|hold|ban|prevent|disallow|suspend) (changes|change|deployments|deploys) ",
      "(do not|never) (change|touch|run) (anything|nothing)",
      "(nothing|nobody) (runs|changes|may run|may change anything|touches anything|touches|touch|deploys|deploy|changes|restarts)",
      "lock down",
    ],
    intents: { machine: "freeze.start", none: "freeze.start" },
  },
  {
    says: [
      "(lift|end|stop|remove|cancel|release|delete|drop|finish|abort|clear|close|revoke) [change|code|deployment|deploy] freeze [early]",
      "(unfreeze|thaw|defrost)",
      "unfreeze (everything|changes)",
      "[change|code] freeze (is|be) (over|off|done|finished)",
      "call off [change] freeze",
      "(allow|permit|unblock|resume) (changes|change|deployments|deploys)",
      "(take|turn|switch) off [change] freeze",
    ],
    intents: { machine: "freeze.end", none: "freeze.end" },
  },
  {
    says: [
      "undo [last|latest|previous|recent] [change|action|edit|step|thing] [made|did]",
      "undo what [i] [you] (did|changed)",
      "(revert|reverse|rollback|roll back) [last|latest|previous] [change|action|edit]",
      "(take|put) back",
      "(take|put|change|set) back [was]",
      "go back",
    ],
    intents: { it: "undo", none: "undo" },
  },
  {
    says: [
      "explain [yourself]",
      "explain what [you] [would|will] [do] [did] [happens|happened]",
      "how (did|do|would|will) you (read|understand|interpret|parse|take|get)",
      "what (did|do|would) you (read|understand|make|think|hear|do)",
      "why (did|do|would) you (read|understand|interpret|take|do|think|parse) [so|way|like]",
      "how [have] you understood",
      "what does mean",
      "what (do|did) you think meant",
      "how come you (read|understood)",
      "(interpret|parse|analyse|analyze)",
      "what would happen if i said",
      "what would you do if i (said|say|typed|type)",
      "how would you read if i said",
    ],
    intents: {
      it: "explain",
      none: "explain",
      run: "explain",
      plan: "explain",
      task: "explain",
      quoted: "explain",
      place: "explain",
    },
  },
  // With an end that is said; without one these cancel.
  { says: ["(stop|halt)"], intents: { task: "task.pause", it: "task.pause" } },
];

const PATTERNS = ENTRIES.flatMap(({ says, ...verb }) => says.map((source) => [usualPattern(source), verb] as const));
const TABLE = wholePhrases<Verb>(PATTERNS);

/** What these words may mean, by what they are said of. */
export const verbsFor = (words: readonly string[]): readonly Verb[] => TABLE.find(words.join(" "));

/** Words that some verb needs: a sentence with others is no command of this table. */
export const VERB_WORDS: ReadonlySet<string> = new Set(
  PATTERNS.flatMap(([source]) => source.match(/[^[\]()| ]+/g) ?? []),
);
