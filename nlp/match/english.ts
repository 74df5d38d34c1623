import nlp from "compromise/two";

interface Model {
  readonly one: { readonly lexicon: Readonly<Record<string, unknown>> };
}

const KNOWN = new Map<string, boolean>();
/** The memory is bounded; words of a message are few. */
const LARGEST = 5_000;

/** Whether the lexicon of compromise has the word: then it is unlikely to be the name of a service or a host. */
export function isEnglishWord(word: string): boolean {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  if (KNOWN.size > LARGEST) KNOWN.clear();
  const { lexicon } = (nlp.model() as Model).one;
  const singular = word.endsWith("s") ? word.slice(0, -1) : word;
  const found =
    Object.hasOwn(lexicon, word) || Object.hasOwn(lexicon, singular) || /(?:ing|ly|ness|tion|ful|less)$/.test(word);
  KNOWN.set(word, found);
  return found;
}

/** Words before a comma that only call somebody: nouns, no verb, no pronoun ("team", "folks on call"). */
export function isVocative(text: string): boolean {
  const doc = nlp(text);
  return doc.has("#Noun") && !doc.has("(#Verb|#Pronoun|#Negative|#QuestionWord|#Conjunction|#Preposition)");
}
