import { isOctopusError } from "../../../core/kernel/errors.ts";
import type { LimitRequest } from "../../../core/limits/limit-service.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Limit } from "../../../core/model/limit.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import { doneCard, infoCard, questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";

const LISTED = 8;

/** "never more than 2 backups at once": read back first, because it makes everybody's work wait. */
export const setLimit: Command = async (turn, services) => {
  const { actor } = turn.incoming;
  const access = decideAccess(actor, { name: "freeze.start" });
  if (!access.allowed) return await refuseAccess(turn, services, access, { name: "freeze.start" });
  const request = requestOf(turn);
  const wrong = problemOf(services, request);
  if (wrong) return { kind: "refuse", card: wrong };
  const what = request.what ?? "runs";
  return changePlan({
    title: `Let at most ${request.most} ${what} be under way at once`,
    effect: request,
    reasons: ["it holds up everybody's work of this kind"],
    facts: [
      { name: "Counts", value: countsOf(request) },
      { name: "Until", value: "somebody lifts it; what runs already is left alone" },
    ],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      const limit = await services.limits.set(writer, actor, request);
      const lines = ["What comes later waits for its turn, in order, and its card says so."];
      const buttons = [{ label: `Lift ${limit.id}`, say: `lift limit ${limit.id}` }];
      return { replies: [{ card: doneCard(sayLimit(limit), lines, { buttons, id: limit.id }) }] };
    },
  });
};

/** "lift the limit on backups", "lift limit L-3": by who set it, or an admin. */
export const liftLimit: Command = async (turn, services) => {
  const all = services.openLimits.all();
  const meant = meantLimits(turn, all);
  const [limit, second] = meant;
  if (!limit)
    return answerWith(
      infoCard(all.length === 0 ? "Nothing is limited" : "No such limit is set", all.slice(0, LISTED).map(sayLimit)),
    );
  if (second) {
    const choices = meant.slice(0, LISTED);
    return answerWith(
      questionCard(
        "Which limit shall I lift?",
        choices.map(({ id }) => `lift limit ${id}`),
        choices.map(sayLimit),
      ),
    );
  }
  const capability = { name: "freeze.end", ownerId: limit.byId } as const;
  const { actor } = turn.incoming;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  return changePlan({
    title: `Lift limit ${limit.id}`,
    effect: { id: limit.id },
    reasons: turn.frame.confirm ? ["I had to guess or correct a word"] : [],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      await services.limits.lift(writer, actor, limit.id);
      return {
        replies: [
          { card: doneCard(`${limit.id} is lifted`, ["What waited because of it starts now."], { id: limit.id }) },
        ],
      };
    },
  });
};

/** Whether a sentence that starts or ends a freeze is about how much, and not about whether. */
export const isAboutLimit = ({ frame }: Turn): boolean =>
  frame.policy?.concurrency !== undefined || /^(?:limit|L-\d+)$/.test(frame.ref ?? "");

function requestOf({ frame, incoming }: Turn): LimitRequest {
  const { action, query, targets } = frame;
  const number = frame.spans.find(({ slot }) => slot === "policy");
  const [, noun] = /^\s{1,9}([a-z]{3,40})/i.exec(incoming.text.slice(number?.end ?? 0)) ?? [];
  return {
    most: Number(frame.policy?.concurrency),
    what: [
      noun?.toLowerCase() ?? "runs",
      ...(targets ? [`on ${targets.include.join(", ")}`] : []),
      ...byWhom(query?.owner),
    ].join(" "),
    ...(action !== undefined && { action }),
    ...(targets && { targets }),
    ...(query?.owner !== undefined && { person: query.owner }),
  };
}

const byWhom = (owner: string | undefined): readonly string[] =>
  owner === undefined ? [] : [owner === "each" ? "by one person" : `by ${owner}`];

function countsOf({ action, person, targets }: LimitRequest): string {
  const unit = person === undefined ? "machines at work" : "runs, however many machines each has";
  const where = targets ? `, on ${targets.include.join(", ")}` : "";
  return `${unit}${action === undefined ? "" : `, of ${action}`}${where}`;
}

function problemOf(services: Pick<ConversationServices, "limits">, request: LimitRequest): Card | undefined {
  try {
    services.limits.check(request);
    return undefined;
  } catch (error) {
    if (isOctopusError(error)) return refusalCard(error.message, ["No limit was set."]);
    throw error;
  }
}

/** By id; else those that speak of the same; else all. */
function meantLimits({ frame }: Turn, all: readonly Limit[]): readonly Limit[] {
  const { action, query, ref, targets } = frame;
  if (ref !== "limit") return all.filter(({ id }) => id === ref);
  return all.filter(
    (limit) =>
      (action === undefined || limit.action === action) &&
      (query?.owner === undefined || limit.person !== undefined) &&
      (!targets || targets.include.includes("all") || limit.targets?.include.join(" ") === targets.include.join(" ")),
  );
}

/** "L-2: at most 2 backups at once, set by anna." */
export const sayLimit = ({ byName, id, most, what }: Limit): string =>
  `${id}: at most ${most} ${what} at once, set by ${byName}.`;
