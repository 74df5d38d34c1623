// The people of the measurement, in a process of their own, so that they take nothing from the server's.
import { ChatClient } from "./chat-client.ts";
import type { ChatPlan } from "./chat-plan.ts";

const plan = JSON.parse(process.argv[2] ?? "{}") as ChatPlan;
const outcome = await new ChatClient(plan).run(() => process.send?.("begun"));
process.send?.(outcome, () => process.exit(0));
