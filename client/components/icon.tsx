import type { ReactNode } from 'react';

const drawings = {
  play: <path d="M3 1.5v11L12 7z" fill="currentColor" />,
  pause: <path d="M3 2h3v10H3zM8 2h3v10H8z" fill="currentColor" />,
  close: <path d="m3 3 8 8M11 3l-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  down: <path d="m3 5 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  padlock: (
    <>
      <path d="M2 6h10v7H2z" fill="currentColor" />
      <path d="M4 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  live: (
    <>
      <circle cx="7" cy="7" r="3" fill="currentColor" />
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" opacity=".45" />
    </>
  ),
  lost: (
    <>
      <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
      <path d="m3.2 10.8 7.6-7.6" stroke="currentColor" strokeWidth="1.75" />
    </>
  ),
  system: (
    <>
      <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M7 1.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="7" cy="7" r="2.75" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="M7 .5v2M7 11.5v2M.5 7h2M11.5 7h2M2.4 2.4l1.4 1.4M10.2 10.2l1.4 1.4M2.4 11.6l1.4-1.4M10.2 3.8l1.4-1.4"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
  dark: (
    <path
      d="M11.9 8.7A5.3 5.3 0 1 1 5.3 2.1a4.4 4.4 0 0 0 6.6 6.6z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
    />
  ),
} as const satisfies Record<string, ReactNode>;

/** The small pictures of buttons and states. */
export type IconName = keyof typeof drawings;

/** A picture that says nothing on its own: the words stand beside it or on its button. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 14 14" className="size-3.5 flex-none" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
