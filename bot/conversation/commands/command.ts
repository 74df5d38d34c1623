import type { ConversationServices } from "../services.ts";
import type { Resolution, Turn } from "../turn.ts";

/** Finds out what a frame comes to. Reads only; changes wait in the plan that it returns. */
export type Command = (turn: Turn, services: ConversationServices) => Promise<Resolution>;
