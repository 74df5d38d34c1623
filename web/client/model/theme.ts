import { readStored, writeStored } from "./stored-text.ts";

export type Theme = "system" | "light" | "dark";
const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

export function storedTheme(): Theme {
  const stored = readStored("theme");
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Shows the page in that theme and remembers it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  writeStored("theme", theme);
}

/** What the switch turns to next. */
export function nextTheme(theme: Theme): Theme {
  return NEXT[theme];
}
