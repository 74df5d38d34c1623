import { call } from "../../api/call.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { suggestionsOf } from "../../model/suggestions.ts";
import { OctopusMark } from "../octopus-mark.tsx";

/** The beginning of a thread: what can be said here, by the examples of what is installed. A click types it. */
export function Suggestions({ type }: { readonly type: (sentence: string) => void }) {
  const plugins = useResource("plugins", async (signal) => (await call("plugin.list", { signal })).items);
  const groups = suggestionsOf(plugins.data ?? []);
  return (
    <div className="welcome">
      <OctopusMark size={44} />
      <h2>What should be done?</h2>
      <p className="faint">
        Say it in your own words: what, where, when. You see what was understood before anything risky runs.
      </p>
      <div className="suggestions">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.sentences.map((sentence) => (
                <li key={sentence}>
                  <button type="button" className="suggestion" onClick={() => type(sentence)}>
                    {sentence}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
