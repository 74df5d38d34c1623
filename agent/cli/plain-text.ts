/** Output and names come from elsewhere: no sequence in them may act on the terminal. Line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replaceAll(ESCAPE_SEQUENCE, "").replaceAll(CONTROL, "");
}

const ESCAPE_SEQUENCE = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;
const CONTROL = /(?![\n\t])\p{Cc}/gu;
