import { type ReactNode, useId } from "react";

interface Marks {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
}

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what stands in it. */
  readonly error?: string | undefined;
  /** The control itself; it takes the marks that tie label, hint and error to it. */
  readonly control: (marks: Marks) => ReactNode;
}

/** A control with its label, an explanation and, where it is wrong, why; readers hear all three. */
export function FieldFrame({ label, hint, error, control }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const marks: Marks = {
    id,
    ...(described === "" ? {} : { "aria-describedby": described }),
    ...(error ? { "aria-invalid": true } : {}),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {control(marks)}
      {error && (
        <p id={`${id}-error`} className="field-error small">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="faint small">
          {hint}
        </p>
      )}
    </div>
  );
}
