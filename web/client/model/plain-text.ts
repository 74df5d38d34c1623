// Terminal sequences, other control characters except tab and newline, and characters that reorder or hide text.
const NOT_SHOWN =
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b.|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/g;

/** Output of programs as text to look at: without what only a terminal understands and what misleads the eye. */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(NOT_SHOWN, "");
}
