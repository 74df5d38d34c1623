import type { AgentFacts } from "../model/agent.ts";

/** Controls, invisible marks and what reorders text: a machine's own words may not act on whoever reads them. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** What a machine says of itself, as text that is only text. Pure. */
export function plainFacts(facts: AgentFacts): AgentFacts {
  const plain = (text: string) => text.replaceAll(ACTING, " ").trim();
  return {
    ...facts,
    hostname: plain(facts.hostname),
    osRelease: plain(facts.osRelease),
    arch: plain(facts.arch),
    nodeVersion: plain(facts.nodeVersion),
    agentVersion: plain(facts.agentVersion),
    runsAs: plain(facts.runsAs),
    capabilities: facts.capabilities.map(plain),
  };
}
