import { FieldFrame } from "./field-frame.tsx";

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly change: (value: string) => void;
  /** Value and what people read. */
  readonly choices: readonly (readonly [string, string])[];
}

/** A labelled choice of one among a few. */
export function SelectField({ label, hint, error, value, change, choices }: Props) {
  return (
    <FieldFrame
      label={label}
      hint={hint}
      error={error}
      control={(marks) => (
        <select {...marks} value={value} onChange={(event) => change(event.target.value)}>
          {choices.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      )}
    />
  );
}
