import type { SlackService } from "../../bot/adapters/slack/slack-service.ts";
import type { PostQueue } from "../../core/channels/post-queue.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { PostRow } from "../../core/store/tables/channel-table.ts";
import type { ReadinessCheck } from "../http/health.ts";

/** A message that nobody could be shown for a day is worth a notice for a week. */
const NOTICE_MS = 7 * 24 * 3_600_000;

/** Slack's light on /readyz: yellow at most, the server works without it. */
export function slackReadiness(slack: SlackService<PostRow>, posts: PostQueue, clock: Clock): ReadinessCheck {
  return {
    name: "slack",
    optional: true,
    async check() {
      const { state, problem } = slack.state;
      const dead = await posts.deadCount("slack", clock.now() - NOTICE_MS);
      const lost = dead === 0 ? [] : [`${dead} messages could not be delivered in the last 7 days`];
      const troubles = [...(problem === undefined ? [] : [problem]), ...lost];
      if (troubles.length > 0) return { ok: false, detail: troubles.join("; ") };
      return { ok: state === "connected", detail: state };
    },
  };
}
