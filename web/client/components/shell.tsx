import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import { useSession, useSessionAccess } from "../api/session.tsx";
import { applyTheme, nextTheme, storedTheme } from "../model/theme.ts";
import { Icon, type IconName } from "./icon.tsx";
import { OctopusMark } from "./octopus-mark.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { TroubleBanner } from "./trouble-banner.tsx";

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Pages that belong to it. */
  readonly more?: readonly string[];
}

const PLACES: readonly Place[] = [
  { path: "/chat", name: "Chat", icon: "chat" },
  { path: "/runs", name: "Runs", icon: "runs" },
  { path: "/tasks", name: "Tasks", icon: "tasks", more: ["/ledger", "/freezes", "/limits", "/calendars"] },
  { path: "/approvals", name: "Approvals", icon: "approve" },
  { path: "/agents", name: "Machines", icon: "machines" },
];
const SETTINGS: readonly string[] = ["/people", "/rooms", "/plugins", "/aliases"];
const THEME_ICONS = { system: "auto", light: "sun", dark: "moon" } as const;

/** The frame around every page: where one can go, who one is, and whether the server hears us. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <nav className="rail" aria-label="Main">
        <Link className="brand" href="/chat" aria-label="Octopus">
          <OctopusMark size={30} />
          <span>Octopus</span>
        </Link>
        <ul className="places">
          {PLACES.map((place) => (
            <li key={place.path}>
              <Link href={place.path} aria-current={isAt(path, place) ? "page" : undefined}>
                <Icon name={place.icon} size={20} />
                <span>{place.name}</span>
              </Link>
            </li>
          ))}
        </ul>
        <Account />
      </nav>
      <div className="stage">
        <OfflineBanner />
        <TroubleBanner />
        <main id="main" className="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function isAt(path: string, { path: own, more = [] }: Place): boolean {
  return [own, ...more].some((place) => path === place || path.startsWith(`${place}/`));
}

function Account() {
  const { user, version } = useSession();
  const { signOut } = useSessionAccess();
  const [path] = useLocation();
  const [theme, setTheme] = useState(storedTheme);
  const turn = () => {
    applyTheme(nextTheme(theme));
    setTheme(nextTheme(theme));
  };
  return (
    <div className="account">
      <div className="who" title={`Octopus ${version}`}>
        <strong>{user.name}</strong>
        <span className="faint">{user.role}</span>
      </div>
      <Link
        className="ghost"
        href="/people"
        aria-label="People, channels, plugins"
        title="People, channels, plugins"
        aria-current={SETTINGS.includes(path) ? "page" : undefined}
      >
        <Icon name="people" />
      </Link>
      <button
        type="button"
        className="ghost"
        onClick={turn}
        aria-label={`Theme: ${theme}. Switch to ${nextTheme(theme)}`}
        title={`Theme: ${theme}`}
      >
        <Icon name={THEME_ICONS[theme]} />
      </button>
      <button type="button" className="ghost" onClick={() => void signOut()} aria-label="Sign out" title="Sign out">
        <Icon name="leave" />
      </button>
    </div>
  );
}
