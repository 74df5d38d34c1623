import type { Frame, Intent } from "../../core/model/frame.ts";
import { sayPeriod, sayTask, words } from "./describe-listing.ts";
import { sayMachines } from "./describe-machines.ts";
import type { Sentence } from "./sentence.ts";

const taskOf = (ref: string | undefined): string => (ref === undefined ? "it" : /^\d+$/.test(ref) ? sayTask(ref) : ref);

const skip: Sentence = ({ ref, query }) => {
  const time = sayPeriod(query);
  if (time !== "") return words(["skip", taskOf(ref), time]);
  const next = query?.last === undefined ? "next run" : `next ${query.last} runs`;
  return words([`skip the ${next}`, ref === undefined ? "" : `of ${taskOf(ref)}`]);
};

const rename: Sentence = ({ ref, params }) =>
  ref === undefined ? undefined : `rename ${taskOf(ref)} to "${String(params?.["name"] ?? "")}"`;

const protect =
  (verb: string): Sentence =>
  ({ targets, ref }) =>
    targets ? `${verb} ${sayMachines(targets)}` : ref === undefined ? undefined : `${verb} ${ref}`;

/** "take db-1 out of task 18": a change that only leaves machines out; undefined for any other. */
export function sayTakenOut({ ref, targets, schedule, policy, params }: Frame): string | undefined {
  const more = schedule ?? policy ?? params;
  if (!targets || targets.include.length > 0 || targets.exclude.length === 0 || more) return undefined;
  return `take ${sayMachines({ include: targets.exclude, exclude: [] })} out of ${taskOf(ref)}`;
}

export const UPKEEP_SENTENCES: Readonly<Partial<Record<Intent, Sentence>>> = {
  "task.skip": skip,
  "task.rename": rename,
  "alias.forget": ({ ref = "" }) => `forget the alias ${ref}`,
  "place.protect": protect("protect"),
  "place.unprotect": protect("unprotect"),
  "place.list": ({ targets }) => (targets ? `is ${sayMachines(targets)} protected` : "show the protected places"),
  "freeze.list": ({ targets }) => (targets ? `is ${sayMachines(targets)} frozen` : "show the freezes"),
};
