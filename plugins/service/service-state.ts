/** What a manager says about a service; what it does not know is absent. */
export interface ServiceState {
  readonly service: string;
  readonly manager: "systemd" | "init script";
  readonly active: boolean;
  /** In the manager's words: active, inactive, failed, activating... */
  readonly state: string;
  readonly subState?: string;
  /** Whether it starts with the machine, in the manager's words: enabled, disabled, static... */
  readonly enabled?: string;
  readonly description?: string;
  readonly mainPid?: number;
  /** When it became active, epoch ms. */
  readonly since?: number;
  readonly memoryBytes?: number;
  /** How often the manager restarted it by itself since somebody last started it. */
  readonly restarts?: number;
  /** Does its work once and ends; not running afterwards is no fault. */
  readonly once?: boolean;
  /** When its main program last began, in the manager's own microseconds; only good for comparing. */
  readonly begun?: number;
  /** Why it is down, as the end of a sentence: "it ended with exit code 3". Absent when nothing went wrong. */
  readonly problem?: string;
}

export type Verb = "start" | "stop" | "restart";

type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Refusal };

/** Why the manager did not answer or act. With a kind, trying again would end the same. */
export interface Refusal {
  readonly sentence: string;
  readonly kind?: "arguments" | "refused" | "missing";
}

/** The program that looks after the services of a machine. */
export interface ServiceManager {
  status(service: string): Promise<Outcome<{ readonly state: ServiceState }>>;
  /** Returns when the manager has done it, not when the service is well. */
  change(verb: Verb, service: string): Promise<Outcome<object>>;
  /** What the service printed last, as far as this user may read it; for a change that went wrong. */
  lastLines(service: string): Promise<readonly string[]>;
}
