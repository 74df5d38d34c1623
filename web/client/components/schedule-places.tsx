import { Link, useLocation } from "wouter";

const PLACES = [
  ["/tasks", "Tasks"],
  ["/ledger", "What should have run"],
  ["/freezes", "Freezes"],
  ["/limits", "Limits"],
  ["/calendars", "Calendars"],
] as const;

/** What belongs to schedules: five pages behind one place of the main navigation. */
export function SchedulePlaces() {
  const [path] = useLocation();
  return (
    <nav className="sub-places" aria-label="Tasks and schedules">
      {PLACES.map(([place, name]) => (
        <Link key={place} href={place} aria-current={path === place ? "page" : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
