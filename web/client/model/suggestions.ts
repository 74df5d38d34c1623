import type { PluginDto } from "../../contract/plugin.ts";

export interface SuggestionGroup {
  readonly title: string;
  readonly sentences: readonly string[];
}

const QUESTIONS: SuggestionGroup = {
  title: "Ask what happened",
  sentences: ["what failed last night?", "which machines are offline?", "what runs next?"],
};
const MOST_PLUGINS = 5;
const PER_PLUGIN = 3;

/** Sentences to begin with: from the examples of what is installed, looking before changing, and some questions. */
export function suggestionsOf(plugins: readonly PluginDto[]): readonly SuggestionGroup[] {
  const groups = plugins
    .filter(({ enabled }) => enabled)
    .map(({ name, actions }) => ({
      title: titleOf(name),
      actions: [...actions].filter((action) => !action.offByDefault),
    }))
    .map(({ title, actions }) => ({
      title,
      reads: actions.filter(({ risk }) => risk === "read").length,
      sentences: actions
        .sort((a, b) => Number(b.risk === "read") - Number(a.risk === "read"))
        .flatMap(({ examples }) => examples.slice(0, 2).map(({ sentence }) => sentence))
        .slice(0, PER_PLUGIN),
    }))
    .filter(({ sentences }) => sentences.length > 0)
    .sort((a, b) => b.reads - a.reads)
    .slice(0, MOST_PLUGINS);
  return [...groups.map(({ title, sentences }) => ({ title, sentences })), QUESTIONS];
}

function titleOf(name: string): string {
  const words = name.replaceAll(/[-_.]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
