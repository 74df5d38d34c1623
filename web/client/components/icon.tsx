const PATHS = {
  chat: "M4 5.5h16v10.5H10.5L6 19.5v-3.5H4z",
  runs: "M5 12h3l2.5-6 4 12 2.5-6H20",
  tasks: "M5 6.5h2M10 6.5h9M5 12h2M10 12h9M5 17.5h2M10 17.5h9",
  machines: "M4.5 5.5h15v5.5h-15zM4.5 13h15v5.5h-15zM8 8.25h.01M8 15.75h.01",
  approve: "M12 3.5l7 2.5v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6zM8.8 12l2.4 2.4 4.2-4.6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  warning: "M12 4.5l8.5 15h-17zM12 10v4.5M12 17h.01",
  question: "M9 9.5a3 3 0 1 1 4.2 2.75c-.8.35-1.2.9-1.2 1.75v.5M12 17.5h.01",
  info: "M12 11v6M12 7.5h.01",
  clock: "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17",
  minus: "M6 12h12",
  pause: "M9 6v12M15 6v12",
  send: "M12 19V5.5M6 11.5l6-6 6 6",
  plus: "M12 5v14M5 12h14",
  menu: "M4 7h16M4 12h16M4 17h16",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  down: "M12 5v13.5M6 12.5l6 6 6-6",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10",
  auto: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 3.5v17M12 8l4-2.5M12 12l7-3M12 16l8-3.5",
  people:
    "M9 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 6a2.7 2.7 0 0 1 0 5.2M17 14.3c1.9.6 3.2 2.2 3.5 4.7",
  leave: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9.5",
  spinner: "M12 3.5a8.5 8.5 0 1 1-8.5 8.5",
  calendar: "M5 6h14v13H5zM5 10h14M9 4v3M15 4v3",
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text; it never stands without words, so it is hidden from readers. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
