import { useState } from "react";
import { Link } from "wouter";
import type { CardDto } from "../../../contract/card.ts";
import { plainText } from "../../model/plain-text.ts";
import { DataTable } from "../data-table.tsx";
import { Icon, type IconName } from "../icon.tsx";
import { TimeText } from "../time-text.tsx";
import { CardFacts } from "./card-facts.tsx";
import { Elapsed } from "./elapsed.tsx";

const TONES: Readonly<Record<CardDto["tone"], { readonly icon: IconName; readonly word: string }>> = {
  info: { icon: "info", word: "Information" },
  understood: { icon: "check", word: "Understood" },
  question: { icon: "question", word: "Question" },
  running: { icon: "spinner", word: "Running" },
  success: { icon: "check", word: "Succeeded" },
  attention: { icon: "warning", word: "Needs attention" },
  failure: { icon: "cross", word: "Failed" },
  unknown: { icon: "question", word: "Not known" },
};

interface Props {
  readonly card: CardDto;
  readonly revision: number;
  readonly at: number;
  readonly say: (text: string) => void;
  readonly type: (sentence: string) => void;
}

/** A card: what it is about at a glance, then the details; its buttons say something. All text is shown as it is. */
export function CardView({ card, revision, at, say, type }: Props) {
  const tone = TONES[card.tone];
  return (
    <div className={`card tone-${card.tone}`}>
      <header className="card-head">
        <span className="tone-icon" role="img" aria-label={tone.word}>
          <Icon name={tone.icon} size={16} />
        </span>
        <h3>{card.headline}</h3>
        {card.tone === "running" && card.startedAt !== undefined && <Elapsed since={card.startedAt} />}
      </header>
      {card.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <p key={index} className="card-line">
          {line}
        </p>
      ))}
      {card.facts && <CardFacts facts={card.facts} />}
      {card.table && <DataTable table={card.table} {...(card.link ? { link: card.link } : {})} />}
      {card.logTail && card.logTail.length > 0 && (
        <pre className="log-tail">{card.logTail.map(plainText).join("\n")}</pre>
      )}
      {card.assumed && card.assumed.length > 0 && <Assumed sentences={card.assumed} />}
      {card.examples && <Examples groups={card.examples} type={type} />}
      {card.buttons && card.buttons.length > 0 && <Buttons buttons={card.buttons} key={revision} say={say} />}
      <footer className="card-foot">
        {card.link ? <Link href={card.link}>{card.id ?? "Open"}</Link> : card.id && <span>{card.id}</span>}
        <TimeText at={at} />
      </footer>
    </div>
  );
}

function Assumed({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul className="assumed" aria-label="Assumed">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

interface ExamplesProps {
  readonly groups: NonNullable<CardDto["examples"]>;
  readonly type: (sentence: string) => void;
}

function Examples({ groups, type }: ExamplesProps) {
  return groups.map((group) => (
    <section key={group.title} className="card-examples">
      <h4>{group.title}</h4>
      <div className="chips">
        {group.sentences.map((sentence) => (
          <button key={sentence} type="button" className="chip" onClick={() => type(sentence)}>
            {sentence}
          </button>
        ))}
      </div>
    </section>
  ));
}

interface ButtonsProps {
  readonly buttons: NonNullable<CardDto["buttons"]>;
  readonly say: (text: string) => void;
}

/** Pressing one says its sentence; until the card changes the same one cannot be pressed twice. */
function Buttons({ buttons, say }: ButtonsProps) {
  const [pressed, setPressed] = useState<string>();
  return (
    <div className="card-buttons">
      {buttons.map((button) => (
        <button
          key={button.say}
          type="button"
          className={`button small ${button.style ?? ""}`}
          title={`Says “${button.say}”`}
          disabled={pressed === button.say}
          onClick={() => {
            setPressed(button.say);
            say(button.say);
          }}
        >
          {button.label}
        </button>
      ))}
    </div>
  );
}
