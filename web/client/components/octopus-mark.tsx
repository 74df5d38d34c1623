/** The mark: a head with two eyes and four arms, in the colour of the text around it. */
export function OctopusMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="4 5 24 23" aria-hidden="true" focusable="false">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        d="M10 15.5V13a6 6 0 0 1 12 0v2.5M10 15.5c0 4-1 6-4.5 6.5M13.8 16.5c0 4.5-.8 7.5-3.3 9M18.2 16.5c0 4.5.8 7.5 3.3 9M22 15.5c0 4 1 6 4.5 6.5"
      />
      <circle cx="13.7" cy="13" r="1.25" fill="currentColor" />
      <circle cx="18.3" cy="13" r="1.25" fill="currentColor" />
    </svg>
  );
}
