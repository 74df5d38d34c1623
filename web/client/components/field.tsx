import type { InputHTMLAttributes } from "react";
import { FieldFrame } from "./field-frame.tsx";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** A labelled input with an explanation that readers hear too. */
export function Field({ label, hint, error, ...input }: Props) {
  return <FieldFrame label={label} hint={hint} error={error} control={(marks) => <input {...marks} {...input} />} />;
}
