import { targetTerm } from "../../../core/model/target.ts";
import type { AgentDto } from "../../contract/agent.ts";
import type { TargetsDto } from "../../contract/task.ts";

type Known = readonly Pick<AgentDto, "name" | "labels">[];

/**
 * "all, not web-3", "label:web, db-*": machines as people write them. A bare word is the name of a machine where one
 * has it, a label where machines carry it, and otherwise a name, which the server answers with what it does not know.
 */
export function targetsFrom(text: string, agents: Known): TargetsDto {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return {
    include: parts.filter((part) => leftOut(part) === undefined).map((part) => termOf(part, agents)),
    exclude: parts.flatMap((part) => leftOut(part) ?? []).map((part) => termOf(part, agents)),
  };
}

function leftOut(part: string): string | undefined {
  if (part.startsWith("!")) return part.slice(1).trim();
  return /^not /i.test(part) ? part.slice(4).trim() : undefined;
}

function termOf(term: string, agents: Known): string {
  if (term.toLowerCase() === "all") return "all";
  if (targetTerm(term)) return term;
  const [kind = "", value = ""] = term.split(" ");
  const spaced = `${kind.toLowerCase()}:${value}`;
  if (value !== "" && targetTerm(spaced)) return spaced;
  const isName = agents.some(({ name }) => name.toLowerCase() === term.toLowerCase());
  return !isName && agents.some(({ labels }) => labels.includes(term)) ? `label:${term}` : `host:${term}`;
}
