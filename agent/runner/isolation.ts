import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import type { AttemptLimits } from "../policy/attempt-limits.ts";

/** As whom and how separated actions run on this machine; found out once, by trying. */
export interface Isolation {
  /** Put before every command line; `[]` where nothing better works. */
  readonly prefix: readonly string[];
  /** Set when the prefix does not change the user itself. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** For facts and results: "nobody (uid 65534)", "root". */
  readonly ranAs: string;
  /** Every process of an attempt dies with it, whatever it does. */
  readonly hasPidNamespace: boolean;
}

export interface RunUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface ProbeInput {
  /** True when the agent itself is root. */
  readonly isRoot: boolean;
  /** Unprivileged users to try, best first; empty keeps the agent's own. */
  readonly users: readonly RunUser[];
  /** Paths the chosen user must be able to read. */
  readonly mustRead: readonly string[];
  readonly limits: AttemptLimits;
}

/** Dies with its parent; the group and the marker do the rest. */
const TIED = ["setpriv", "--pdeathsig", "KILL"];
/**
 * Process 1 of a namespace ignores TERM; the shell is that process, so that the action is not. It hands on how the action
 * ended, also by a signal.
 */
const NAMESPACE = ["unshare", "--pid", "--fork", "--kill-child"];
const INNER = ["sh", "-c", 'unset PWD OLDPWD SHLVL _; "$@"; exit $?', "sh"];

/** Open files of one process; a leak ends the action and not the machine. */
const OPEN_FILES = 4096;
const MIB = 1024 * 1024;
/** Processes of the user that belongs to actions alone, all attempts together; of a shared user they would be others' too. */
const PROCESSES = 4096;
export const ACTION_USER = "octopus-run";

/** Finds the strongest separation that works here. Never throws: the weakest always works. */
export async function probeIsolation(input: ProbeInput): Promise<Isolation> {
  const self = describeSelf();
  const users: readonly (RunUser | undefined)[] = input.isRoot ? [...input.users, undefined] : [undefined];
  for (const user of users) {
    const ranAs = user ? `${user.name} (uid ${user.uid})` : self;
    for (const candidate of candidates(user, input)) {
      const isolation = { ...candidate, ranAs };
      if (await works(isolation, input.mustRead)) return isolation;
    }
  }
  return { prefix: [], uid: undefined, gid: undefined, ranAs: self, hasPidNamespace: false };
}

function candidates(user: RunUser | undefined, { isRoot, limits }: ProbeInput): Omit<Isolation, "ranAs">[] {
  const change = user
    ? ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, groupsOf(user), ...TIED.slice(1)]
    : [];
  const none = { uid: undefined, gid: undefined };
  const namespace = { ...none, prefix: [...TIED, ...NAMESPACE, ...change, ...INNER], hasPidNamespace: true };
  const tied = { ...none, prefix: user ? change : TIED, hasPidNamespace: false };
  const plain = { uid: user?.uid, gid: user?.gid, prefix: [], hasPidNamespace: false };
  return (isRoot ? [namespace, tied, plain] : [tied, plain]).flatMap((one) => [
    { ...one, prefix: [...one.prefix, ...limitsOf(user, limits)] },
    one,
  ]);
}

/** Groups that the owner of the machine gave to the user for actions count ("adm" reads logs); a shared user gets none. */
function groupsOf({ name }: RunUser): string {
  return name === "nobody" ? "--clear-groups" : "--init-groups";
}

/**
 * The last thing before the action, so that they hold for nothing else, and for each process by itself. Its own memory
 * may be twice what all of them may have: the watch, which can say why, usually comes first.
 */
function limitsOf(user: RunUser | undefined, { memoryMiB, fileMiB }: AttemptLimits): readonly string[] {
  const both = (name: string, value: number) => (value > 0 ? [`--${name}=${value}:${value}`] : []);
  return [
    ...["prlimit", "--core=0:0", ...both("nofile", OPEN_FILES)],
    ...both("fsize", fileMiB * MIB),
    ...both("data", 2 * memoryMiB * MIB),
    ...(user?.name === ACTION_USER ? both("nproc", PROCESSES) : []),
  ];
}

/** Starts Node exactly as an attempt would be started and lets it read what it must. */
function works(isolation: Isolation, mustRead: readonly string[]): Promise<boolean> {
  const script = `for (const path of ${JSON.stringify(mustRead)}) require("node:fs").accessSync(path)`;
  const [file = process.execPath, ...args] = [...isolation.prefix, process.execPath, "-e", script];
  const { uid, gid } = isolation;
  return new Promise((resolve) => {
    const options = {
      timeout: 10_000,
      cwd: "/",
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    };
    execFile(file, args, options, (error) => resolve(error === null));
  });
}

function describeSelf(): string {
  const { username, uid } = userInfo();
  if (uid === 0) return "root";
  return uid === -1 ? username : `${username} (uid ${uid})`;
}
