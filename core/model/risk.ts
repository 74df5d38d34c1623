/** What an action may do to a machine, from harmless to beyond repair. */
export const RISKS = ["read", "change", "destructive"] as const;
export type Risk = (typeof RISKS)[number];

export function isAtMost(risk: Risk, limit: Risk): boolean {
  return RISKS.indexOf(risk) <= RISKS.indexOf(limit);
}

/** The highest of them; "read" of none. */
export function riskiest(risks: readonly Risk[]): Risk {
  return risks.reduce<Risk>((highest, risk) => (isAtMost(risk, highest) ? highest : risk), "read");
}
