import { Link, useLocation } from "wouter";

const PLACES = [
  ["/people", "People"],
  ["/rooms", "Channels"],
  ["/plugins", "Plugins"],
  ["/aliases", "Phrases"],
] as const;

/** What is set up once: four pages behind one place of the main navigation. */
export function SettingsPlaces() {
  const [path] = useLocation();
  return (
    <nav className="sub-places" aria-label="Settings">
      {PLACES.map(([place, name]) => (
        <Link key={place} href={place} aria-current={path === place ? "page" : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
