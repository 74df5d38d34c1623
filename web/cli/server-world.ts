import type { World } from "../../nlp/world.ts";
import type { AgentPageDto } from "../contract/agent.ts";
import type { TaskPageDto } from "../contract/task.ts";
import type { UserPageDto } from "../contract/user.ts";
import type { CliContext } from "./cli-context.ts";

const EMPTY: World = { agents: {}, services: [], tasks: {}, users: {} };

/** The running server's machines, tasks and people as a world; an empty one when no server can be asked. */
export async function serverWorld(context: CliContext): Promise<World> {
  try {
    const api = context.api();
    const agents = await api.get<AgentPageDto>("/agents?limit=500");
    const tasks = await api.get<TaskPageDto>("/tasks?limit=500");
    const users = await api.get<UserPageDto>("/users?limit=500");
    return {
      ...EMPTY,
      agents: Object.fromEntries(agents.items.map((agent) => [agent.name, withOs(agent)])),
      tasks: Object.fromEntries(tasks.items.map((task) => [task.id.replace(/^T-/, ""), task.name])),
      users: Object.fromEntries(users.items.map((user) => [user.name.toLowerCase(), user.role])),
    };
  } catch {
    return EMPTY;
  }
}

function withOs(agent: AgentPageDto["items"][number]): string[] {
  const labels = agent.labels.map((label) => label.replace(/^env:/, ""));
  return agent.facts && agent.facts.os !== "other" ? [...labels, agent.facts.os] : labels;
}
