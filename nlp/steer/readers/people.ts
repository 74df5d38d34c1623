import { asks, has, isCovered, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { steerFrame } from "../steer-frame.ts";

const WORDS = wordSet(
  "users user roles role access allowed permission permissions rights registered use bot run things commands may team admin members do sign start",
);

/** "list users", "who can use this bot", "which users are admins". */
export const people: Reader = {
  words: WORDS,
  read({ draft, tokens, said, typed, ...rest }) {
    const { words } = said;
    const rights = has(words, "access", "rights", "permission", "permissions");
    const may = has(words, "can", "may", "allowed") && has(words, "use", "run", "do", "sign", "start");
    const roles =
      has(words, "who", "which", "show") &&
      (has(words, "is", "are", "users") || words.join(" ") === "show") &&
      said.roles.length > 0;
    const noun = has(words, "users");
    if (!noun && !roles && !(has(words, "who") && (rights || may))) return undefined;
    if (said.users.length > 0 || said.targets || said.time || !isCovered(words, WORDS)) return undefined;
    if (!asks({ draft, tokens, said, typed, ...rest }) && words.length > 1 && !typed.has("all")) return undefined;
    const [role] = said.roles;
    return steerFrame(draft, tokens, said, "user.list", role === undefined ? {} : { params: { role } });
  },
};

const PLUGIN_WORDS = wordSet("plugins installed available loaded enabled");

/** "what plugins do you have" */
export const plugins: Reader = {
  words: PLUGIN_WORDS,
  read: ({ draft, tokens, said }) =>
    has(said.words, "plugins") && isCovered(said.words, PLUGIN_WORDS) && !said.targets && said.tasks.length === 0
      ? steerFrame(draft, tokens, said, "plugin.list", {})
      : undefined,
};
