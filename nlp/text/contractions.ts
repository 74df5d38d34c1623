const LINES = [
  "what's what is",
  "whats what is",
  "who's who is",
  "where's where is",
  "how's how is",
  "that's that is",
  "it's it is",
  "there's there is",
  "let's let us",
  "lets let us",
  "i'm i am",
  "i'd i would",
  "i'll i will",
  "i've i have",
  "we're we are",
  "we'd we would",
  "we've we have",
  "you're you are",
  "they're they are",
  "don't do not",
  "dont do not",
  "doesn't does not",
  "didn't did not",
  "can't can not",
  "cannot can not",
  "won't will not",
  "isn't is not",
  "aren't are not",
  "wasn't was not",
  "shouldn't should not",
  "couldn't could not",
  "wouldn't would not",
  "haven't have not",
  "hasn't has not",
  "gonna going to",
  "wanna want to",
  "pls please",
  "plz please",
  "thx thanks",
];

/** Short forms and the words they stand for. */
export const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  LINES.map((line) => {
    const [short = "", ...words] = line.split(" ");
    return [short, words];
  }),
);
