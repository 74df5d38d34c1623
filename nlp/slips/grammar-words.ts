/** Words by which times, places, policies and chains are said, beside those of tables elsewhere: what a slip may have meant. */
export const GRAMMAR_WORDS: ReadonlySet<string> = new Set(
  [
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "january february march april may june july august september october november december",
    "second seconds minute minutes hour hours day days week weeks month months quarter quarters year years weekday weekdays weekend weekends workday workdays",
    "am pm min mins sec secs hourly daily nightly weekly fortnightly monthly quarterly yearly annually every each other alternate",
    "today tomorrow tonight yesterday morning mornings noon midday afternoon afternoons evening evenings night nights midnight overnight christmas",
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty ninety hundred half third couple few dozen",
    "first fourth fifth tenth once twice thrice times last next this past until till before after during between within from starting beginning ending since for the and then",
    "except excluding without besides apart only not all both any either none everywhere everything machines machine servers server boxes hosts windows linux macos",
    "production prod staging stage test dev labelled tagged label",
    "retry retries attempts backoff exponential fixed timeout delay wait pause between leave apart seconds canary canaries batch batches parallel",
    "percent stop more than fail fails failed failure success succeeds skip queue replace still running missed overlap priority high low normal notify tell",
    "dry run random jitter spread late most least once afterwards otherwise regardless whatever result case works worked again same instead also too always never",
    "when whenever if else what which who why how much many often long there here did does has have",
    "add remove change move make let set give call mean means show list tell see get put take turn switch start stop restart status",
  ]
    .join(" ")
    .split(" "),
);
