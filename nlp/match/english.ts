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
  const found = isLexiconWord(word) || /(?:ing|ly|ness|tion|ful|less)$/.test(word);
  KNOWN.set(word, found);
  return found;
}

/** As isEnglishWord, without guessing by its ending: a slip ends like the word that was meant. */
export function isLexiconWord(word: string): boolean {
  const { lexicon } = (nlp.model() as Model).one;
  return Object.hasOwn(lexicon, word) || (word.endsWith("s") && Object.hasOwn(lexicon, word.slice(0, -1)));
}

/** Words before a comma that only call somebody: nouns, no verb, no pronoun ("team", "folks on call"). */
export function isVocative(text: string): boolean {
  const doc = nlp(text);
  return doc.has("#Noun") && !doc.has("(#Verb|#Pronoun|#Negative|#QuestionWord|#Conjunction|#Preposition)");
}
