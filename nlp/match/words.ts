const set = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Dropped from sentences and phrases alike. */
export const ARTICLES = set("the a an");

/** What may come before a request without changing it. */
export const OPENERS = set(
  "please kindly hey hi hello hallo yo ok okay alright right so and also then now just can could would will you i we need want like to me us my our let go ahead quickly octopus bot everyone team morning good dear thanks thank once more again do schedule run set up make sure that task job create add new for at as soon possible help simply maybe well actually first next finally btw sorry excuse must have should it is time",
);

/** These before a request make it something else: narration, negation, a question about it. */
export const BLOCKERS = set(
  "not never no how why when who whom whose where which if unless did does had has was were been why's should shall might may about after before while because since he she they it's somebody someone nobody yesterday",
);

/** What may follow a request without changing it. */
export const TRAILERS = set(
  "please thanks thank you now again for me us pls asap quickly right away ok okay everyone all too also there and will do would be great cheers ta today today's when can get a chance once possible here it that this just yet still currently everywhere running parallel simultaneously together",
);

/** After these a reason follows, which is nobody's parameter. */
export const REASONS = set("because since as cause so though although");

/** A finite verb after a command word: somebody tells a story. */
export const FINITE = set(
  "was were did does is are am has had have failed fails worked works helped helps broke breaks would should might took takes seems looked looks went goes got made makes said says means happened happens came fixed helps kills killed sucks rocks",
);

/** Never the name of a service, package, process or host. */
export const NEVER_NAMES = set(
  "the a an it that this them they these those there here he she we i you me us him her my our your his their anybody anyone anything somebody someone something everybody everyone everything nobody nothing one ones all any some and or but not no yes on in at to of for from with by about into over under is are was were be been do does did done has have had can could will would should may might must if then when while because so than as how why what who which where more less most again now today tomorrow tonight yesterday please thanks task tasks run runs execution executions daemon daemons unit units machine machines server servers agent agents host hosts box boxes client clients computer computers service services process processes package packages plugin plugins user users command commands file files folder job jobs up down off out back over me dinner lunch coffee breakfast meeting party lights music work working",
);

/** Words beside a name that say what it is. */
export const NAMERS = set("service daemon unit package packages process processes named called systemctl");

export const FILLERS_INSIDE = set("please just now also quickly kindly then again currently all of");
