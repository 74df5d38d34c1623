import type { ControlRule } from "./control-rule.ts";

const MACHINES = "(machines|agents|servers|clients|hosts|boxes|nodes|computers|workers)";

export const MACHINE_RULES: readonly ControlRule[] = [
  {
    intent: "agent.list",
    phrases: [
      `(show|list|display|give|see|get) [me] [all] [of] [my|our] [{status}] [connected|known] ${MACHINES} [that] [are] [{status}]`,
      `(what|which) [{status}] ${MACHINES} [are] [is] [do] [we] [i] [you] [have] [there] [know] [connected] [{status}]`,
      `[my|our|all|known|connected] [{status}] ${MACHINES}`,
      `(are|is) [there] (all|any) [the] [of] ${MACHINES} {status}`,
      `how many ${MACHINES} [are] [do] [we] [i] [have] [there] [{status}]`,
      "(who|which) (is|are) {status}",
      "what is (offline|online|disconnected|connected)",
      "(show|list) [me] [the] (fleet|inventory)",
      `(which|what) ${MACHINES} (wait|are waiting) [for] [approval]`,
    ],
  },
  {
    intent: "agent.show",
    phrases: [
      "(show|describe|inspect|view|display) [me] [machine|agent|server|host] {agent}",
      "tell me about [machine|agent|server|host] {agent}",
      "[what] [is] [the] (status|state|health) (of|for) [machine|agent|server] {agent}",
      "{agent} status",
      "is [machine|agent|server] {agent} (up|online|alive|down|offline|connected|ok|healthy|there)",
      "(info|details|facts) (about|of|on|for) {agent}",
      "what is {agent}",
    ],
  },
  {
    intent: "agent.drain",
    phrases: [
      "drain [machine|agent|server|host] {agent}",
      "(put|take) [machine|agent] {agent} (in maintenance|into maintenance|out of rotation|out of service|in maintenance mode|into maintenance mode)",
      "(cordon|evacuate) {agent}",
    ],
  },
  {
    intent: "agent.disable",
    phrases: [
      "disable [machine|agent|server|host] {agent}",
      "(deactivate|block|quarantine) [machine|agent|server|host] {agent}",
      "stop using [machine|agent|server] {agent}",
    ],
  },
  {
    intent: "agent.enable",
    phrases: [
      "(enable|activate|undrain|uncordon|reactivate|reenable) [machine|agent|server|host] {agent} [again]",
      "(put|bring|take) [machine|agent] {agent} (back|back in rotation|back into rotation|back in service|back online)",
      "start using {agent} again",
    ],
  },
  {
    intent: "agent.approve",
    phrases: [
      "(approve|accept|admit) [new] [machine|agent|server|host] {agent}",
      "let [machine|agent|server] {agent} (in|join)",
    ],
  },
  {
    intent: "freeze.list",
    phrases: [
      "(show|list|display|give) [me] [all] [of] [the|our] [active|current|open|upcoming|planned] freezes",
      "(what|which) freezes [are] [is] [do] [we] [have] [there] [active|open|on|planned] [right] [now]",
      "(what|which) [machines] (is|are) [currently] frozen [right] [now]",
      "(is|are) [there] (anything|something|a freeze|any freeze|any freezes|freezes) [on|active|frozen|planned] [right] [now]",
      "(any|active|current) (freeze|freezes) [right] [now]",
    ],
    whole: true,
  },
  {
    intent: "limit.list",
    phrases: [
      "(show|list|display|give) [me] [all] [of] [the|our] [active|current] (limits|caps)",
      "(what|which) limits [are] [is] [do] [we] [have] [there] [set|active] [right] [now]",
      "what is limited",
    ],
    whole: true,
  },
  {
    intent: "alias.list",
    phrases: [
      "(show|list|display|give) [me] [all] [of] [the|our|my] [known] (aliases|shortcuts|nicknames)",
      "(what|which) (aliases|shortcuts) [are] [is] [do] [you|we|i] [have] [know] [there] [set|defined]",
    ],
    whole: true,
  },
  {
    intent: "plugin.list",
    phrases: [
      "(show|list|display) [me] [all] [of] [installed|available] (plugins|actions|packs)",
      "(what|which) (plugins|actions) [are] [is] [do] [we] [have] [there] [installed|available]",
      "[installed|available] plugins",
    ],
  },
  {
    intent: "user.list",
    phrases: [
      "(show|list|display) [me] [all] [of] (users|people|accounts|members)",
      "(what|which) (users|people|accounts) [are] [do] [we] [have] [there]",
      "who [all] (can|may) (use|run|do) [this|octopus|things|what]",
      "who has access",
    ],
  },
];
