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
  /** How often the manager restarted it by itself. */
  readonly restarts?: number;
}

export type Verb = "start" | "stop" | "restart";

type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: string };

/** The program that looks after the services of a machine. */
export interface ServiceManager {
  status(service: string): Promise<Outcome<{ readonly state: ServiceState }>>;
  /** Returns when the manager has done it, not when the service is well. */
  change(verb: Verb, service: string): Promise<Outcome<object>>;
}
