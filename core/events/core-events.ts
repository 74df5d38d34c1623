import type { ConversationMessage } from "../model/conversation.ts";
import type { LogChunk } from "../model/run.ts";

/** Past facts, emitted after the commit. Hints for views and wake-ups: the store is the truth. */
export interface CoreEvents {
  /** `once`: a task without a schedule, which is over when it is made. */
  readonly "task.changed": { readonly taskId: string; readonly once?: boolean };
  readonly "run.changed": { readonly runId: string };
  /** Nothing of it is under way any more; a step of its chain may follow, or a run that waited for it. */
  readonly "run.ended": { readonly runId: string };
  /** A batch of a rollout is over, and a check is to be made before the next one. */
  readonly "batch.ended": { readonly runId: string };
  readonly "execution.changed": { readonly executionId: string; readonly runId: string };
  readonly "log.appended": {
    readonly executionId: string;
    readonly runId: string;
    readonly chunks: readonly LogChunk[];
  };
  readonly "progress.reported": {
    readonly executionId: string;
    readonly runId: string;
    readonly percent: number;
    readonly text: string;
  };
  readonly "agent.changed": { readonly agentId: string };
  readonly "user.changed": { readonly userId: string };
  /** `message`: as it was stored, from whoever has it at hand. */
  readonly "message.changed": {
    readonly conversationId: string;
    readonly messageId: string;
    readonly message?: ConversationMessage;
  };
  /** A card as it looks at this moment, not stored: for whoever watches the conversation now. */
  readonly "card.live": { readonly message: ConversationMessage };
  /** Something in the outbox wants delivery; passing: it shows a state on the way, and may wait a moment for the next. */
  readonly "outbox.due": { readonly topic: string; readonly passing: boolean };
  /** Work was queued for this agent. */
  readonly "work.queued": { readonly agentId: string };
  readonly "aliases.changed": Readonly<Record<string, never>>;
  /** Nothing that is scheduled starts; since when, and from when on it does again. */
  readonly "scheduler.stopped": { readonly since: number };
  readonly "scheduler.recovered": { readonly since: number; readonly at: number };
  readonly "limits.changed": { readonly limitId: string };
  readonly "approval.changed": { readonly approvalId: string };
  readonly "freezes.changed": { readonly freezeId: string };
  readonly "plugins.changed": Readonly<Record<string, never>>;
}
