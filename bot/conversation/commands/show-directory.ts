import { decideAccess } from "../../../core/model/permission.ts";
import { resolveTargets } from "../../../core/model/resolve-targets.ts";
import { sayDayAndTime } from "../local-time.ts";
import { sayTargets } from "../replies/say-targets.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { answerWith } from "../turn.ts";
import type { Command } from "./command.ts";
import { sayLimit } from "./control-limit.ts";
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

/** "list freezes", "is production frozen": those that hold and those that are to come, there. */
export const listFreezes: Command = async ({ frame, timeZone, now }, { openFreezes, machines }) => {
  const there = frame.targets && new Set(resolveTargets(frame.targets, machines.all()).machines.map(({ id }) => id));
  if (there?.size === 0) return answerWith(infoCard("No machine is there", ['Say "show machines" to see them.']));
  const all = openFreezes.open().filter(({ targets }) => {
    return !there || resolveTargets(targets, machines.all()).machines.some(({ id }) => there.has(id));
  });
  const rows = all.map(({ id, targets, startsAt, endsAt, byName, reason }) => [
    id,
    sayTargets(targets),
    startsAt <= now ? "now" : sayDayAndTime(startsAt, timeZone, now),
    endsAt === undefined ? "somebody ends it" : sayDayAndTime(endsAt, timeZone, now),
    byName,
    reason,
  ]);
  const table = { columns: ["Freeze", "Where", "From", "Until", "By", "Why"], rows };
  const nothing = there ? "Nothing is frozen there" : "Nothing is frozen";
  const headline = all.length === 0 ? nothing : `${all.length} ${all.length === 1 ? "freeze" : "freezes"}`;
  const buttons = all.slice(0, MOST_BUTTONS).map(({ id }) => ({ label: `End ${id}`, say: `end freeze ${id}` }));
  return answerWith(
    infoCard(headline, all.length > 0 ? [`Times in ${timeZone}.`] : [], all.length > 0 ? { table, buttons } : {}),
  );
};

/** "which limits are there": in words, with the button that lifts each. */
export const listLimits: Command = async (_turn, { openLimits }) => {
  const all = openLimits.all();
  if (all.length === 0)
    return answerWith(infoCard("Nothing is limited", ['For example: "never more than 2 backups at once".']));
  const buttons = all.slice(0, MOST_BUTTONS).map(({ id }) => ({ label: `Lift ${id}`, say: `lift limit ${id}` }));
  const lines = all.slice(0, MOST_LINES).map(sayLimit);
  const more = all.length > MOST_LINES ? [`… and ${all.length - MOST_LINES} more.`] : [];
  return answerWith(
    infoCard(`${all.length} ${all.length === 1 ? "limit" : "limits"}`, [...lines, ...more], { buttons }),
  );
};

/** "list aliases": what each phrase stands for, and who taught it. */
export const listAliases: Command = async (_turn, { aliases }) => {
  const all = await aliases.all();
  if (all.length === 0)
    return answerWith(
      infoCard("Nobody has taught me a phrase yet", ['After a request say: "call that morning check".']),
    );
  const rows = all.map(({ name, text, ownerName }) => [name, text, ownerName]);
  const table = { columns: ["Phrase", "Stands for", "By"], rows };
  return answerWith(infoCard(`${all.length} ${all.length === 1 ? "alias" : "aliases"}`, [], { table }));
};

const MOST_BUTTONS = 4;
const MOST_LINES = 20;
