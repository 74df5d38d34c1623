import { describeMs } from "../../core/kernel/duration.ts";
import type { AttemptPhase } from "../engine/held-attempt.ts";
import type { LocalTasks } from "../local/local-protocol.ts";
import { type AskInput, askCommand } from "./ask-command.ts";
import { EXIT } from "./exit-codes.ts";
import { plainText } from "./plain-text.ts";

/** Says what this machine holds for its server, and what ended lately. */
export async function tasksCommand(input: AskInput, now: number, asJson: boolean): Promise<number> {
  return await askCommand(input, { type: "tasks" }, (reply) => {
    if (reply.type !== "tasks") return EXIT.failed;
    const { held, finished } = reply;
    for (const line of asJson ? [JSON.stringify({ held, finished })] : describeTasks(reply, now)) input.say(line);
    return EXIT.ok;
  });
}

const PHASES: Readonly<Record<AttemptPhase, string>> = {
  preparing: "is looked at",
  accepted: "waits for the server's go",
  starting: "begins",
  running: "runs",
  finishing: "is being recorded",
  finished: "is over, to be confirmed by the server",
};

/** The lines of `octopus agent tasks`. */
export function describeTasks({ held, finished }: LocalTasks, now: number): readonly string[] {
  const name = (one: { execution: string; attempt: number; action?: string }) =>
    `${one.execution}  attempt ${one.attempt}  ${plainText(one.action ?? "(of an earlier start)")}`;
  const by = (person: string | undefined) => (person === undefined ? "" : `, asked for by ${plainText(person)}`);
  const span = (from: number) => describeMs(Math.max(0, now - from));
  const holds = held.map((one) => {
    const phase = one.ending && one.phase === "running" ? "is being ended, runs" : PHASES[one.phase];
    return `${name(one)}  ${phase}, since ${span(one.since)}${by(one.requestedBy)}`;
  });
  const ended = finished.map((one) => {
    const how = one.outcome.replace("_", " ");
    return `${name(one)}  ${how} ${span(one.endedAt)} ago, took ${describeMs(one.durationMs)}${by(one.requestedBy)}`;
  });
  return [
    ...(holds.length === 0 ? ["This machine holds nothing."] : holds),
    ...(ended.length === 0 ? [] : ["", "Ended since the agent started:", ...ended]),
  ];
}
