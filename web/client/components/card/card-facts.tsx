import type { CardDto } from "../../../contract/card.ts";

/** Names and values in two columns that fold into one on a narrow card. */
export function CardFacts({ facts }: { readonly facts: NonNullable<CardDto["facts"]> }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
