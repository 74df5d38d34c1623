import type { UnmatchedSentence } from "../../core/aliases/unmatched-log.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { Alias } from "../../core/model/alias.ts";
import type { Actor } from "../../core/model/user.ts";
import type { LANGUAGE_ROUTES } from "../contract/routes/language-routes.ts";
import type { Handlers } from "./route-handler.ts";

export interface LanguageUseCases {
  aliases(): Promise<readonly (Alias & { readonly understood: boolean })[]>;
  /** Throws `request.not-found`, `access.denied`. */
  removeAlias(actor: Actor, name: string): Promise<void>;
  unmatched(): Promise<readonly UnmatchedSentence[]>;
}

interface Deps {
  readonly language: LanguageUseCases;
}

export function languageHandlers({ language }: Deps): Handlers<keyof typeof LANGUAGE_ROUTES> {
  return {
    "alias.list": async () => {
      const aliases = await language.aliases();
      return { items: aliases.map((alias) => ({ ...alias, frame: alias.frame as unknown as JsonObject })) };
    },
    "alias.delete": async ({ actor, params }) => {
      await language.removeAlias(actor, params.name);
      return undefined;
    },
    "unmatched.list": async () => ({ items: await language.unmatched() }),
  };
}
