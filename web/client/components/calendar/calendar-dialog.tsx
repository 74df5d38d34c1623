import { type FormEvent, useState } from "react";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { datesFrom } from "../../model/calendar-words.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { FilterBar } from "../filter-bar.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

const NAME = /^[a-z0-9][a-z0-9_.-]{0,59}$/;
/** The server takes bodies up to 256 KiB; JSON makes line ends two characters. */
const LARGEST_FILE = 200_000;
const SOURCES = [
  { value: "ics", name: "ICS file" },
  { value: "dates", name: "Dates" },
];

interface Wrong {
  readonly name?: string;
  readonly file?: string;
  readonly dates?: string;
}

interface Props {
  readonly close: () => void;
  readonly saved: () => void;
}

/** Adds a calendar, or replaces the one of that name, from a file or from dates. */
export function CalendarDialog({ close, saved }: Props) {
  const [source, setSource] = useState("ics");
  const [name, setName] = useState("");
  const [file, setFile] = useState<File>();
  const [dates, setDates] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const save = useAction(async () => {
    const read = datesFrom(dates);
    const content =
      source === "ics" ? { ics: (await file?.text()) ?? "" } : { dates: "dates" in read ? read.dates : [] };
    await call("calendar.save", { body: { name, ...content } });
    saved();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Wrong = { ...nameProblem(name), ...(source === "ics" ? fileProblem(file) : datesProblem(dates)) };
    setWrong(found);
    if (Object.keys(found).length === 0 && (await save.run())) close();
  };
  return (
    <Dialog title="Add a calendar" onClose={close}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          placeholder="holidays-de"
          hint="How schedules name it. A calendar of this name is replaced."
          error={wrong.name}
          value={name}
          onChange={(event) => setName(event.target.value.toLowerCase())}
        />
        <FilterBar label="From" choices={SOURCES} value={source} change={setSource} />
        {source === "ics" ? (
          <Field
            type="file"
            accept=".ics,text/calendar"
            label="File"
            hint="Whole-day entries count, repeating ones for ten years."
            error={wrong.file}
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        ) : (
          <FieldFrame
            label="Dates"
            hint="One in each line, or separated by commas."
            error={wrong.dates}
            control={(marks) => (
              <textarea
                {...marks}
                rows={5}
                placeholder="2026-12-25"
                value={dates}
                onChange={(event) => setDates(event.target.value)}
              />
            )}
          />
        )}
        {save.error !== undefined && <ProblemNotice error={save.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className="button primary" disabled={save.busy}>
            Save the calendar
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function nameProblem(name: string): Wrong {
  return NAME.test(name) ? {} : { name: "Use letters, digits, dots and dashes, such as holidays-de." };
}

function fileProblem(file: File | undefined): Wrong {
  if (!file) return { file: "Choose a file." };
  return file.size <= LARGEST_FILE ? {} : { file: "The file is larger than 200 kB; leave out old years." };
}

function datesProblem(text: string): Wrong {
  const read = datesFrom(text);
  return "problem" in read ? { dates: read.problem } : {};
}
