import type { Frame } from "../../core/model/frame.ts";
import { UPKEEP_PHRASES } from "./upkeep-phrases.ts";

const means = (term: string): Partial<Frame> => ({
  intent: "channel.default",
  targets: { include: [term], exclude: [] },
});

/** Sentences about rooms, for the phrasebook. */
export const ROOM_PHRASES: Readonly<Record<string, Partial<Frame>>> = {
  ...UPKEEP_PHRASES,
  "this channel means web-2": means("host:web-2"),
  "this channel means production": means("env:production"),
  "this channel means mars": means("host:mars"),
  "this channel means nothing": { intent: "channel.default", params: { off: true } },
  "what does this channel mean": { intent: "channel.default" },
  // As the parser reads it: nothing but what is left out was said.
  "check disk but not on web-2": {
    action: "disk.usage",
    targets: { include: ["all"], exclude: ["host:web-2"] },
    said: ["action", "exclude"],
  },
  "check disk everywhere but web-2": {
    action: "disk.usage",
    targets: { include: ["all"], exclude: ["host:web-2"] },
    said: ["action", "targets"],
  },
  "run T-1 except on web-2": {
    intent: "task.retry",
    ref: "T-1",
    targets: { include: ["all"], exclude: ["host:web-2"] },
    said: ["intent", "ref", "exclude"],
  },
  "run R-2 but not on web-2": {
    intent: "task.retry",
    ref: "R-2",
    targets: { include: ["all"], exclude: ["host:web-2"] },
    said: ["intent", "ref", "exclude"],
  },
  "restrat nginx on web-1": {
    action: "service.restart",
    params: { service: "nginx" },
    targets: { include: ["host:web-1"], exclude: [] },
    confirm: true,
    assumed: ['I read "restrat" = restart'],
    said: ["action", "service", "targets"],
  },
  "only on web-2": {
    action: "service.restart",
    params: { service: "nginx" },
    targets: { include: ["host:web-2"], exclude: [] },
    said: ["targets"],
  },
  "restart nginx": { action: "service.restart", params: { service: "nginx" }, said: ["action", "service"] },
  "quiet hours from 22:00 to 7:00": { intent: "channel.quiet", ref: "me", params: { from: "22:00", to: "07:00" } },
  "quiet hours here from 22:00 to 7:00": {
    intent: "channel.quiet",
    ref: "here",
    params: { from: "22:00", to: "07:00" },
  },
  "no quiet hours": { intent: "channel.quiet", ref: "me", params: { off: true } },
  "what are my quiet hours": { intent: "channel.quiet", ref: "me", params: {} },
  "digest at 8:30": { intent: "channel.digest", schedule: { kind: "cron", cron: "30 8 * * *" } },
  "check disk on web-1 every day at 9, high priority, tell grace if it fails": {
    action: "disk.usage",
    schedule: { kind: "cron", cron: "0 9 * * *" },
    targets: { include: ["host:web-1"], exclude: [] },
    policy: { priority: "high", notify: [{ on: "failure", user: "grace" }] },
  },
  "stop the digest": { intent: "channel.digest", params: { off: true } },
  "when is the digest": { intent: "channel.digest" },
};
