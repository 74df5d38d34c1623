import { readFile } from "node:fs/promises";
import { OctopusError } from "../../core/kernel/errors.ts";
import { ACTION_USER, type RunUser } from "./isolation.ts";

/** Tried in this order when the agent is root and its owner named nobody else. */
const PREFERRED = [ACTION_USER, "nobody"];

/** The users that actions may run as, best first; empty keeps the agent's own. Throws `config.invalid`. */
export async function chooseRunUsers(isRoot: boolean, runAs: string | undefined): Promise<readonly RunUser[]> {
  if (runAs === "root" && isRoot) return [];
  if (!isRoot) {
    if (runAs === undefined) return [];
    throw new OctopusError("config.invalid", `The policy's runAs "${runAs}" needs an agent that is started as root.`);
  }
  const users = parsePasswd(await readFile("/etc/passwd", "utf8").catch(() => ""));
  if (runAs === undefined) return PREFERRED.flatMap((name) => users.filter((user) => user.name === name));
  const wanted = users.filter((user) => user.name === runAs);
  if (wanted.length > 0) return wanted;
  throw new OctopusError("config.invalid", `The policy's runAs "${runAs}" is no user of this machine.`);
}

function parsePasswd(content: string): readonly RunUser[] {
  return content.split("\n").flatMap((line) => {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
