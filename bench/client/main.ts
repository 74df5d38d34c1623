// The people of the measurement, in a process of their own, so that they take nothing from the server's.
import { ChatClient } from "./chat-client.ts";
import type { ChatPlan } from "./chat-plan.ts";

const outcome = await new ChatClient(JSON.parse(process.argv[2] ?? "{}") as ChatPlan).run();
process.send?.(outcome, () => process.exit(0));
