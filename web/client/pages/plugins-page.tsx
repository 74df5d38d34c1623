import type { ActionDto, PluginDto } from "../../contract/plugin.ts";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { RowList } from "../components/row-list.tsx";
import { SettingsPlaces } from "../components/settings-places.tsx";
import { WordPill } from "../components/word-pill.tsx";
import { useAction } from "../hooks/use-action.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

const ON = { word: "on", tone: "good", icon: "check" } as const;
const OFF = { word: "off", tone: "calm", icon: "minus" } as const;

/** What can be done here: the plugins, their actions, and how to say them. */
export function PluginsPage() {
  useTitle("Plugins");
  const plugins = useResource("plugins", (signal) => call("plugin.list", { signal }));
  return (
    <div className="page">
      <SettingsPlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Plugins</h1>
          <p className="faint">What can be done, and how to say it. Machines fetch a plugin when they need it.</p>
        </div>
      </header>
      <RowList
        label="Plugins"
        resource={plugins}
        empty={<EmptyState title="There is no plugin" text="Put one into a folder of OCTOPUS_PLUGIN_DIRS." />}
        row={(plugin) => <PluginRow key={plugin.name} plugin={plugin} changed={plugins.reload} />}
      />
    </div>
  );
}

function PluginRow({ plugin, changed }: { readonly plugin: PluginDto; readonly changed: () => void }) {
  const { actions, description, digest, enabled, name, version } = plugin;
  const mayManage = useMay("plugin.manage");
  const turn = useAction(async () => {
    await call("plugin.change", { params: { name }, body: { enabled: !enabled } });
    changed();
  });
  return (
    <li className="plain-row plugin-row">
      <WordPill words={enabled ? ON : OFF} />
      <div className="row-text">
        <p>
          <strong>{name}</strong> <span className="faint">{version}</span>
        </p>
        <p className="small">{description}</p>
        <p className="faint small" title={digest}>
          digest <code>{digest.slice(0, 12)}</code>
        </p>
        <details className="small">
          <summary data-row>
            {actions.length} {actions.length === 1 ? "action" : "actions"}
          </summary>
          <ul className="plugin-actions">
            {actions.map((action) => (
              <ActionItem key={action.name} action={action} />
            ))}
          </ul>
        </details>
        {turn.error !== undefined && <ProblemNotice error={turn.error} />}
      </div>
      <span className="row-act">
        {mayManage && (
          <button
            type="button"
            className="button small"
            disabled={turn.busy}
            onClick={() => void turn.run()}
            aria-label={`Switch ${enabled ? "off" : "on"} ${name}`}
          >
            Switch {enabled ? "off" : "on"}
          </button>
        )}
      </span>
    </li>
  );
}

function ActionItem({ action }: { readonly action: ActionDto }) {
  const { examples, name, offByDefault, risk, title } = action;
  return (
    <li>
      <strong>{title}</strong> <code>{name}</code>{" "}
      <span className="faint">
        {risk === "read" ? "only reads" : risk === "change" ? "changes something" : "may destroy"}
        {offByDefault && ", off by default"}
      </span>
      {examples.slice(0, 3).map(({ sentence }) => (
        <p key={sentence} className="faint">
          “{sentence}”
        </p>
      ))}
    </li>
  );
}
