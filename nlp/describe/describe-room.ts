import type { Intent } from "../../core/model/frame.ts";
import { words } from "./describe-listing.ts";
import { sayMachines } from "./describe-machines.ts";
import { describeSchedule } from "./describe-schedule.ts";
import type { Sentence } from "./sentence.ts";

const place: Sentence = ({ targets, params }) => {
  if (targets) return `this channel means ${sayMachines(targets)}`;
  return params?.["off"] === true ? "forget the channel default" : "show the channel default";
};

const quiet: Sentence = ({ ref, params = {} }) => {
  const here = ref === "here" ? "here" : "";
  const { off, from, to } = params;
  if (off === true) return words(["no quiet hours", here]);
  if (from === undefined) return here === "" ? "show my quiet hours" : "show the quiet hours here";
  return words([`quiet hours from ${String(from)} to ${String(to)}`, here]);
};

const digest: Sentence = ({ schedule, params }) => {
  if (schedule) return `digest ${describeSchedule(schedule)}`;
  return params?.["off"] === true ? "stop the digest" : "show the digest";
};

export const ROOM_SENTENCES: Readonly<Partial<Record<Intent, Sentence>>> = {
  "channel.default": place,
  "channel.quiet": quiet,
  "channel.digest": digest,
};
