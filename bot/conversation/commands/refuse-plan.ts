import type { Card } from "../../../core/model/card.ts";
import type { Frame } from "../../../core/model/frame.ts";
import { type Access, type Capability, decideAccess } from "../../../core/model/permission.ts";
import { targetTerm } from "../../../core/model/target.ts";
import { ROLES } from "../../../core/model/user.ts";
import type { TaskPreview } from "../../../core/tasks/task-request.ts";
import { nearestNames } from "../nearest-names.ts";
import { refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import type { Resolution, Turn } from "../turn.ts";

/** Why this cannot be done, with what could be done instead; undefined when it can. */
export async function refusePlan(
  turn: Turn,
  services: ConversationServices,
  preview: TaskPreview,
): Promise<Resolution | undefined> {
  if (preview.unmatched.length > 0) return refuseUnmatched(turn, services, preview);
  if (!preview.access.allowed && !preview.access.approval) {
    const { action, risk, request, machines } = preview;
    const name = request.schedule ? "schedule" : "run";
    const wanted: Capability = { name, risk, action: action.name, targetCount: machines.length };
    return await refuseAccess(turn, services, preview.access, wanted);
  }
  if (preview.problems.length === 0) return undefined;
  const [first = "", ...rest] = preview.problems;
  return { kind: "refuse", card: refusalCard(first, [...rest, "Nothing was started."]) };
}

/** Names the rule, and who could. */
export async function refuseAccess(
  turn: Turn,
  services: Pick<ConversationServices, "users">,
  access: Extract<Access, { readonly allowed: false }>,
  wanted: Capability,
): Promise<Resolution> {
  const { actor } = turn.incoming;
  const roles = ROLES.filter((role) => decideAccess({ ...actor, role, userId: undefined }, wanted).allowed);
  const people = (await services.users.all())
    .filter((user) => user.state === "active" && user.id !== actor.userId && roles.includes(user.role))
    .map((user) => `${user.name} (${user.role})`)
    .slice(0, 5);
  const who = people.length > 0 ? people.join(", ") : `somebody with the role ${roles.join(" or ")}`;
  const lines = [`Rule: ${access.rule}. Nothing was started.`, `Who could: ${who}.`];
  return { kind: "refuse", card: refusalCard(`You may not do this: ${access.why}`, lines), access };
}

/** Names what exists; where one machine was named wrongly, the nearest ones are choices. Nothing is chosen for anybody. */
function refuseUnmatched(turn: Turn, services: ConversationServices, preview: TaskPreview): Resolution {
  const near = waitingFor(services, preview).length > 0 ? [] : nearest(services, preview);
  const card = unmatchedCard(services, preview, near);
  const { frame } = turn;
  const single =
    frame.intent === "task.create" && frame.targets?.include.length === 1 && preview.unmatched.length === 1;
  if (!single || near.length === 0) return { kind: "refuse", card };
  const asked: Frame = { ...frame, outcome: "clarify", clarify: "target", options: near };
  const buttons = [...near.map((name) => ({ label: name, say: name })), ...(card.buttons ?? [])];
  return { kind: "ask", frame: asked, slot: "target", card: { ...card, buttons } };
}

const wantedNames = ({ unmatched }: TaskPreview) => unmatched.map((term) => targetTerm(term)?.value || term);

function nearest({ machines }: ConversationServices, preview: TaskPreview): readonly string[] {
  const all = machines.all();
  const names = [...all.map((machine) => machine.name), ...new Set(all.flatMap((machine) => machine.labels))];
  return [...new Set(wantedNames(preview).flatMap((name) => nearestNames(name, names)))];
}

function unmatchedCard(services: ConversationServices, preview: TaskPreview, near: readonly string[]): Card {
  const names = services.machines.all().map((machine) => machine.name);
  const shown = near.length > 0 ? near : names.slice(0, 5);
  const lines = ["Nothing was started; I never fall back to other machines."];
  if (names.length === 0) lines.push("No machine has joined yet.");
  else lines.push(`${near.length > 0 ? "Closest that exist" : "I know"}: ${shown.join(", ")}.`);
  const list = wantedNames(preview).map((name) => `"${name}"`);
  const waiting = waitingFor(services, preview);
  const approvals = waiting.map((name) => ({ label: `Approve ${name}`, say: `approve ${name}` }));
  if (waiting.length > 0) lines.splice(0, lines.length, NOTHING_YET, NOBODY_ELSE);
  return refusalCard(
    waiting.length > 0 ? `${waiting.join(", ")}: not approved yet` : `No machine matches ${list.join(", ")}`,
    lines,
    { buttons: [...approvals, { label: "List machines", say: "list machines" }] },
  );
}

const NOTHING_YET = "Nothing was started: a machine that joined gets work when an administrator has approved it.";
const NOBODY_ELSE = "I never fall back to other machines.";

/** Machines that were named rightly and wait for an administrator. */
function waitingFor({ machines }: ConversationServices, preview: TaskPreview): readonly string[] {
  const wanted = new Set(wantedNames(preview).map((name) => name.toLowerCase()));
  return machines
    .all()
    .filter(({ name, state }) => state === "pending" && wanted.has(name.toLowerCase()))
    .map(({ name }) => name);
}
