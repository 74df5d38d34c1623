interface Choice {
  readonly value: string;
  readonly name: string;
}

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly change: (value: string) => void;
}

/** A few choices of which one holds. */
export function FilterBar({ label, choices, value, change }: Props) {
  return (
    <fieldset className="filter-bar" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => change(choice.value)}
        >
          {choice.name}
        </button>
      ))}
    </fieldset>
  );
}
