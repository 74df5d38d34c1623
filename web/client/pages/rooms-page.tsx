import { useState } from "react";
import type { RoomSettingDto } from "../../contract/room.ts";
import { call } from "../api/call.ts";
import { ConfirmDialog, type Question } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { RoomDialog } from "../components/room/room-dialog.tsx";
import { RowList } from "../components/row-list.tsx";
import { SettingsPlaces } from "../components/settings-places.tsx";
import { TimeText } from "../components/time-text.tsx";
import { useAccess } from "../hooks/use-access.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { targetsText } from "../model/describe.ts";
import { scheduleWords } from "../model/schedule-words.ts";

/** What channels mean, when they are quiet, and when they are told what failed. */
export function RoomsPage() {
  useTitle("Channels");
  const [question, setQuestion] = useState<Question>();
  const [changing, setChanging] = useState<RoomSettingDto>();
  const rooms = useResource("rooms", (signal) => call("room.list", { signal }));
  const forget = (setting: RoomSettingDto) =>
    setQuestion({
      title: `${VERBS[setting.kind]} ${nameOf(setting)}?`,
      text: AFTERWARDS[setting.kind],
      verb: VERBS[setting.kind],
      act: async () => {
        await call("room.clear", { params: { kind: setting.kind, scope: setting.scope } });
        rooms.reload();
      },
    });
  return (
    <div className="page">
      <SettingsPlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Channels</h1>
          <p className="faint">What a channel means where no machine is named, its quiet hours, its digest.</p>
        </div>
      </header>
      <RowList
        label="Channels"
        resource={rooms}
        empty={
          <EmptyState
            title="No channel has said anything yet"
            text="Say it in the channel: “this channel means staging”, “quiet hours from 22:00 to 7:00 here”, “digest at 8:30 in this channel”."
          />
        }
        row={(setting) => (
          <SettingRow
            key={`${setting.kind} ${setting.scope}`}
            setting={setting}
            change={() => setChanging(setting)}
            forget={() => forget(setting)}
          />
        )}
      />
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
      {changing && <RoomDialog setting={changing} close={() => setChanging(undefined)} changed={rooms.reload} />}
    </div>
  );
}

const VERBS = {
  default: "Forget the default of",
  quiet: "End the quiet hours of",
  digest: "Stop the digest of",
  escalation: "End the escalation of",
} as const;
const AFTERWARDS = {
  default: "Where no machine is named there, Octopus asks from then on.",
  quiet: "What waits still comes at the time it was to come.",
  digest: "Nothing is told there by itself any more. Failures still come where they were asked for.",
  escalation: "When nobody answers a request from there, nobody else is told.",
} as const;

const minutes = (ms: number) => `${Math.round(ms / 60_000)} min`;
const nameOf = ({ name, shared }: RoomSettingDto) => (shared ? name : `${name} (yourself)`);

interface Props {
  readonly setting: RoomSettingDto;
  readonly change: () => void;
  readonly forget: () => void;
}

function SettingRow({ setting, change, forget }: Props) {
  const { byName, kind, setAt, shared } = setting;
  const may = useAccess({ name: "room.set", shared }).allowed;
  const name = nameOf(setting);
  return (
    <li className="plain-row room-row">
      <div className="row-text">
        <p>
          <strong>{name}</strong> {saidBy(setting)}
        </p>
        <p className="faint small">
          {byName} · <TimeText at={setAt} />
        </p>
      </div>
      <span className="row-act">
        {may && (kind === "default" || kind === "quiet") && (
          <button
            type="button"
            className="button small"
            data-row
            onClick={change}
            aria-label={`Change ${kind} of ${name}`}
          >
            Change
          </button>
        )}{" "}
        {may && (
          <button
            type="button"
            className="button small"
            data-row
            onClick={forget}
            aria-label={`Remove ${kind} of ${name}`}
          >
            Remove
          </button>
        )}
      </span>
    </li>
  );
}

function saidBy({ afterMs, from, schedule, targets, tells, timeZone, to }: RoomSettingDto): string {
  if (afterMs !== undefined) return `tells ${tells} what nobody answers for ${minutes(afterMs)}`;
  if (targets) return `means ${targetsText(targets)}`;
  if (schedule) return `is told what failed: ${scheduleWords(schedule)}`;
  return `is quiet from ${from} to ${to} (${timeZone})`;
}
