import type { WatchDto } from "../contract/live.ts";

/** Names of the rooms that sockets join; a run's output is a room of its own, since not everybody may see it. */
export const conversationRoom = (id: string): string => `conversation:${id}`;
export const runRoom = (id: string): string => `run:${id}`;
export const outputRoom = (runId: string): string => `output:${runId}`;
export const AGENTS_ROOM = "agents";

/** Every room that watching this may have joined. */
export function roomsOf(watch: WatchDto): readonly string[] {
  if ("conversationId" in watch) return [conversationRoom(watch.conversationId)];
  return "runId" in watch ? [runRoom(watch.runId), outputRoom(watch.runId)] : [AGENTS_ROOM];
}
