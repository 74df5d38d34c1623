import { type InputHTMLAttributes, useId } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
}

/** A labelled input with an explanation that readers hear too. */
export function Field({ label, hint, ...input }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} {...(hint ? { "aria-describedby": `${id}-hint` } : {})} {...input} />
      {hint && (
        <p id={`${id}-hint`} className="faint small">
          {hint}
        </p>
      )}
    </div>
  );
}
