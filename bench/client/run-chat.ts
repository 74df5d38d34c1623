import { fork } from "node:child_process";
import type { ChatOutcome, ChatPlan } from "./chat-plan.ts";

/** Runs a chat client in its own process; rejects when it ends without an outcome. `onBegun`: what is counted begins. */
export async function runChat(program: string, plan: ChatPlan, onBegun?: () => void): Promise<ChatOutcome> {
  const child = fork(program, [JSON.stringify(plan)], { execArgv: [] });
  return await new Promise((resolve, reject) => {
    child.on("message", (message) => {
      if (message === "begun") onBegun?.();
      else resolve(message as ChatOutcome);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the chat client ended with exit code ${code} and no outcome`)));
  });
}
