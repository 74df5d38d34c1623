import type { Brand } from "../kernel/brand.ts";

/** Speakable and never reused: T-17, R-92, E-4821, P-311, F-3, L-2, A-3, G-1. Made from counters in the store. */
export type TaskId = Brand<string, "TaskId">;
export type RunId = Brand<string, "RunId">;
export type ExecutionId = Brand<string, "ExecutionId">;
export type FreezeId = Brand<string, "FreezeId">;
export type LimitId = Brand<string, "LimitId">;
export type ApprovalId = Brand<string, "ApprovalId">;
export type ProtectionId = Brand<string, "ProtectionId">;

/** Random, never reused. */
export type AgentId = Brand<string, "AgentId">;
export type UserId = Brand<string, "UserId">;
export type ConversationId = Brand<string, "ConversationId">;
export type MessageId = Brand<string, "MessageId">;
