import type { ToAgent } from "../protocol/messages.ts";

/**
 * The way to connected agents. Sending is a hint: false means not connected, true means no more than handed over.
 * Everything of value is repeated until the other side has answered.
 */
export interface AgentChannel {
  send(agentId: string, messages: readonly ToAgent[]): boolean;
  isConnected(agentId: string): boolean;
}
