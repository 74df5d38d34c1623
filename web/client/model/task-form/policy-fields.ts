import type { PolicyDto } from "../../../contract/policy.ts";
import { durationFrom, durationText } from "../duration-text.ts";
import type { FormErrors, FormValues } from "./form-values.ts";

type Kind = "duration" | "whole" | "share" | "choice" | "dates" | "name";

const KINDS = {
  misfire: "choice",
  lateLimit: "duration",
  overlap: "choice",
  jitter: "duration",
  waitForMachine: "duration",
  calendar: "name",
  skipDates: "dates",
  pauseAfter: "whole",
  retries: "whole",
  retryDelay: "duration",
  backoff: "choice",
  timeout: "duration",
  pick: "share",
  concurrency: "share",
  stagger: "duration",
  canary: "whole",
  stopAfter: "share",
  priority: "choice",
} as const satisfies Partial<Record<keyof PolicyDto, Kind>>;

type PolicyField = keyof typeof KINDS;
const FIELDS = Object.keys(KINDS) as readonly PolicyField[];

type PolicyValues = Pick<FormValues, PolicyField>;

const PROBLEMS: Readonly<Record<Kind, string>> = {
  duration: "Write a span such as 30 s, 10 min or 2 h.",
  whole: "Write a whole number.",
  share: "Write a number such as 2, or a share such as 25%.",
  dates: "Write dates such as 2026-12-25, separated by commas.",
  choice: "Choose one of these.",
  name: "Choose one of these.",
};

/** What the fields show for a policy; what it does not say is empty, and the default holds. */
export function policyValues(policy: PolicyDto): PolicyValues {
  const texts = FIELDS.map((field) => {
    const value = policy[field];
    if (value === undefined) return [field, ""];
    if (KINDS[field] === "duration") return [field, durationText(String(value))];
    return [field, Array.isArray(value) ? value.join(", ") : String(value)];
  });
  return Object.fromEntries(texts) as PolicyValues;
}

/** The policy that the fields say. What nobody touched, and what has no field here, stays as it is. */
export function readPolicy(
  values: FormValues,
  before: PolicyDto,
): { readonly policy: PolicyDto } | { readonly errors: FormErrors } {
  const shown = policyValues(before);
  const policy: Record<string, unknown> = { ...before };
  const errors: Record<string, string> = {};
  for (const field of FIELDS.filter((one) => values[one].trim() !== shown[one])) {
    const text = values[field].trim();
    const value = text === "" ? undefined : readValue(KINDS[field], text);
    if (text !== "" && value === undefined) errors[field] = PROBLEMS[KINDS[field]];
    else if (value === undefined) delete policy[field];
    else policy[field] = value;
  }
  return Object.keys(errors).length > 0 ? { errors } : { policy: policy as PolicyDto };
}

function readValue(kind: Kind, text: string): unknown {
  switch (kind) {
    case "duration":
      return durationFrom(text);
    case "whole":
      return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
    case "share":
      if (/^\d{1,6}$/.test(text)) return Number(text);
      return /^\d{1,3} ?%$/.test(text) ? text.replace(" ", "") : undefined;
    case "dates": {
      const dates = text.split(/[\s,;]+/).filter((date) => date !== "");
      return dates.every((date) => /^\d{4}-\d\d-\d\d$/.test(date)) ? dates : undefined;
    }
    default:
      return text;
  }
}
