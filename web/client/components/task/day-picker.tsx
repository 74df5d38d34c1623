const DAYS = [
  ["1", "Mon"],
  ["2", "Tue"],
  ["3", "Wed"],
  ["4", "Thu"],
  ["5", "Fri"],
  ["6", "Sat"],
  ["0", "Sun"],
] as const;

interface Props {
  /** Digits, 0 for Sunday. */
  readonly value: string;
  readonly change: (days: string) => void;
  readonly error?: string | undefined;
}

/** Weekdays to switch on and off. */
export function DayPicker({ value, change, error }: Props) {
  const turn = (day: string) => change(value.includes(day) ? value.replace(day, "") : [...value, day].sort().join(""));
  return (
    <fieldset className="field days-field">
      <legend>Days</legend>
      <div className="day-picker">
        {DAYS.map(([day, name]) => (
          <button key={day} type="button" aria-pressed={value.includes(day)} onClick={() => turn(day)}>
            {name}
          </button>
        ))}
      </div>
      {error && (
        <p className="field-error small" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
