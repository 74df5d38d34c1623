import { decideAccess } from "../../../core/model/permission.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { answerWith } from "../turn.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";

/** "list plugins": what is installed, and what each can do. */
export const listPlugins: Command = async (_turn, { plugins }) => {
  const all = plugins.list();
  const rows = all.map(({ name, version, enabled, manifest }) => [
    name,
    version,
    enabled ? "on" : "off",
    manifest.actions.map((action) => action.name).join(", "),
  ]);
  const table = { columns: ["Plugin", "Version", "State", "Actions"], rows };
  return answerWith(infoCard(`${all.length} ${all.length === 1 ? "plugin" : "plugins"}`, [], { table }));
};

/** "list users": for those who may see them. */
export const listUsers: Command = async (turn, services) => {
  const access = decideAccess(turn.incoming.actor, { name: "user.see" });
  if (!access.allowed) return await refuseAccess(turn, services, access, { name: "user.see" });
  const all = await services.users.all();
  const rows = all.map((user) => [user.name, user.role, user.state, user.timeZone ?? ""]);
  const table = { columns: ["Name", "Role", "State", "Zone"], rows };
  return answerWith(infoCard(`${all.length} ${all.length === 1 ? "person" : "people"}`, [], { table }));
};
