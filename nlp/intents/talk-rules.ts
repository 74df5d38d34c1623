import type { ControlRule } from "./control-rule.ts";

export const TALK_RULES: readonly ControlRule[] = [
  {
    intent: "help",
    whole: true,
    phrases: [
      "help [me] [out] [with] [this] [{topic}]",
      "[i] need [some] help",
      "what (can|do) you (do|know|understand)",
      "what (can|could|should|may) (i|we) (say|do|ask|type|run)",
      "what commands [are] [there] [can] [i] [run] [use] [do] [you] [have] [know]",
      "how (do|can|does) (i|you|this|it) [use] (work|use this|use it|use you|start|begin|use octopus)",
      "(show|list|give) [me] [all] [some] [available] (commands|examples)",
      "how does (this|it) work",
      "(commands|examples|usage|menu)",
      "?",
    ],
  },
  {
    intent: "confirm",
    whole: true,
    phrases: [
      "(yes|yep|yeah|yup|y|sure|ok|okay|confirm|confirmed|approved|approve|correct|right|absolutely|definitely|affirmative|go|proceed|aye|si|oui|ja) [please] [do] [it] [that] [go] [ahead] [run] [now] [is] [sure] [sounds] [good] [fine] [confirm] [{id}]",
      "(go ahead|go for it|do it|run it|do that|make it so|ship it|sounds good|looks good|looks right|that is right|that is correct|please do|fine|perfect|lgtm) [now] [please] [then] [yes]",
    ],
  },
  {
    intent: "deny",
    whole: true,
    phrases: [
      "(no|nope|nah|n|never mind|nevermind|forget it|forget that|do not|do not do it|do not do that|negative|leave it|not now|not yet|wait|hold on|hang on|drop it|scratch that|deny|reject|decline|abort|rather not) [please] [thanks] [thank] [you] [do] [not] [it] [that] [run] [cancel] [stop] [forget] [{id}]",
    ],
  },
  {
    intent: "smalltalk",
    whole: true,
    phrases: [
      "(hi|hello|hey|hallo|howdy|yo|greetings|hiya) [there] [octopus] [bot] [all] [everyone] [team] [folks] [again]",
      "good (morning|afternoon|evening|night|day|job|work|one|bot) [all] [everyone] [octopus] [team] [folks]",
      "(thanks|thank you|cheers|ta|thx|much appreciated|many thanks) [so] [very] [much] [a] [lot] [octopus] [bot] [everyone] [all] [for] [the] [help]",
      "(ok|okay|alright) (thanks|thank you|cheers|thx) [so] [very] [much] [a] [lot] [octopus] [bot] [everyone] [all]",
      "(great|nice|cool|awesome|perfect|excellent|wonderful|well done|super|amazing|neat|sweet|good) [job] [work] [one] [thanks] [octopus] [bot] [stuff] [very] [so] [much]",
      "how are you [doing] [today] [octopus]",
      "(bye|goodbye|see you|see ya|later|good night|cya) [all] [everyone] [later] [tomorrow] [octopus]",
      "who are you",
      "what is your name",
      "are you (there|alive|awake|ok|a bot|human)",
      "(haha|lol|hehe|wow|hmm|oh|oops|ah|uh|um)",
    ],
  },
];
