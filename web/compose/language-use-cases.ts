import type { AliasService } from "../../core/aliases/alias-service.ts";
import { unmatchedSentences } from "../../core/aliases/unmatched-log.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import type { Alias } from "../../core/model/alias.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Store } from "../../core/store/rows.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import { parse } from "../../nlp/parse.ts";
import type { LanguageUseCases } from "../api/language-handlers.ts";

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly aliases: AliasService;
  readonly catalog: { current(): Promise<Catalog> };
  readonly timeZone: string;
}

/** What people taught, held against what the language makes of it today: every taught phrase is a test. */
export function languageUseCases({ store, clock, aliases, catalog, timeZone }: Parts): LanguageUseCases {
  return {
    async aliases() {
      const known = await catalog.current();
      const context = { now: clock.now(), timeZone, addressed: true };
      const reads = (alias: Alias) => parse(alias.name, known, context).frame;
      return (await aliases.all()).map((alias) => ({ ...alias, understood: sameRequest(reads(alias), alias.frame) }));
    },
    removeAlias: (actor, name) => store.write((writer) => aliases.remove(writer, actor, name)),
    unmatched: () => unmatchedSentences(store),
  };
}

function sameRequest(read: Frame, taught: Frame): boolean {
  const part = ({ action, params = {}, targets, schedule, policy = {}, then = [] }: Frame) =>
    canonicalJson({ action, params, targets, schedule, policy, steps: then });
  return read.intent === "task.create" && part(read) === part(taught);
}
