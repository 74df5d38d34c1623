const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words of an edit that say nothing by themselves: what is edited stands beside them. */
export const GLUE: ReadonlySet<string> = words(
  `ok okay yes yeah yep yup sure fine lets us go ahead and also but then so please now just no not nope nah sorry wait hold actually oops whoops hmm ah oh instead rather same again
  do run try make use set change put switch let take have keep it that this them those these is be are with for on in to at of from by the a an
  only too as well what about how i you meant mean want would like one more time times once repeat rerun
  skip except excluding without never
  wrong different other next another enough first maybe better`,
);

/** Kinds of things by which an edit points: "the wrong machine", "the same file". */
export const THINGS: ReadonlySet<string> = words(
  "machine machines server servers host hosts box boxes node nodes service file path package process site url place thing ones",
);

/** What was said before was meant otherwise. */
export const CORRECTS: ReadonlySet<string> = words("no not nope meant mean instead wrong rather sorry oops actually");

/** An edit of what exists, not one more of its kind. */
export const CHANGES: ReadonlySet<string> = words(
  "make set change put switch instead meant mean wrong rather enough only not no",
);

/** "run it", "try that": these mean whatever ran before. */
export const ANY_VERB: ReadonlySet<string> = words("run do try execute repeat rerun perform go make retry redo");

/** Beside a name nobody knows only these: "and foo?", "what about foo", "I meant foo". */
export const BESIDE_GUESS: ReadonlySet<string> = words(
  "and what about how same for also now too as well not meant mean i no sorry actually instead rather again but with please service host",
);
/** One of them makes a name nobody knows the value of an edit. */
export const LEADS_GUESS: ReadonlySet<string> = words("and about same also meant mean instead rather too not");
