import type { Frame, Intent } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { describeListing, sayPeriod, words } from "./describe-listing.ts";
import { describeTarget } from "./describe-target.ts";
import { sayList } from "./say-clock.ts";
import { sayDuration } from "./say-duration.ts";
import type { Sentence } from "./sentence.ts";

/** "web-1 and linux machines except web-3" behind a verb that takes them. */
export const sayMachines = (targets: TargetSelector): string => describeTarget(targets).replace(/^on /, "");

const onMachine =
  (verb: string): Sentence =>
  ({ ref, targets, query }) =>
    words([verb, targets ? sayMachines(targets) : (ref ?? ""), sayPeriod(query)]);

const list: Sentence = ({ query, targets, params }) =>
  words([`show ${describeListing({ noun: "machines", query, targets })}`, sayFact(params)]);

/** "with less than 10% disk", "with more than 80% memory used", "with more than 30 days uptime" */
function sayFact(params: Frame["params"]): string {
  const { field, below, above } = params ?? {};
  const value = below ?? above;
  if (typeof field !== "string" || typeof value !== "string") return "";
  const amount = value.startsWith("P") ? sayDuration(value) : value;
  return `with ${below === undefined ? "more" : "less"} than ${amount} ${field.replace(".", " ")}`;
}

const assign: Sentence = ({ targets, params }) => {
  const labels = params?.["labels"];
  if (!targets || !Array.isArray(labels)) return undefined;
  return `label ${sayMachines(targets)} as ${sayList(labels.map(String))}`;
};

/** No changes for a while; with a number it limits how many runs there may be at once. */
const freeze: Sentence = ({ targets, query, policy, action }) => {
  const most = policy?.concurrency;
  if (most === undefined) return words(["freeze", targets ? sayMachines(targets) : "changes", sayPeriod(query)]);
  return words([
    `never more than ${most} ${sayLimited(action)} at once`,
    query?.owner === undefined ? "" : `by ${query.owner === "each" ? "one person" : query.owner}`,
    targets ? describeTarget(targets) : "",
  ]);
};

const sayLimited = (action: string | undefined): string => (action === undefined ? "runs" : `${action} runs`);

const thaw: Sentence = ({ ref, action, query, targets }) => {
  const where = targets ? describeTarget(targets) : "";
  if (ref === undefined) return words(["lift the freeze", where]);
  if (ref !== "limit") return `lift limit ${ref}`;
  const about = action !== undefined || query?.owner !== undefined || targets !== undefined;
  if (!about) return "lift the limit";
  const who = query?.owner === undefined ? "" : `by ${query.owner === "each" ? "one person" : query.owner}`;
  return words(["lift the limit on", sayLimited(action), who, where]);
};

export const MACHINE_SENTENCES: Readonly<Partial<Record<Intent, Sentence>>> = {
  "agent.list": list,
  "agent.show": ({ ref = "" }) => `show machine ${ref}`,
  "agent.drain": onMachine("drain"),
  "agent.disable": onMachine("disable"),
  "agent.enable": onMachine("enable"),
  "agent.approve": onMachine("approve"),
  "agent.assign": assign,
  "freeze.start": freeze,
  "freeze.end": thaw,
};
