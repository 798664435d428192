import { useId } from 'react';

/** The product of the seed, drawn: a phone from its back. Its colours are the object's, not the theme's. */
export function Phone() {
  const id = useId();
  return (
    <svg viewBox="0 0 72 112" className="w-full" role="img" aria-label="A phone, drawn from the back">
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#cfc8bd" />
          <stop offset=".55" stopColor="#b3aa9d" />
          <stop offset="1" stopColor="#958c80" />
        </linearGradient>
      </defs>
      <rect x="8" y="2" width="56" height="108" rx="11" fill="#7b7369" />
      <rect x="9.75" y="3.75" width="52.5" height="104.5" rx="9.5" fill={`url(#${id})`} />
      <path d="M52 4 20 108" stroke="#fff" strokeOpacity=".12" strokeWidth="12" />
      <rect x="14" y="8.5" width="28" height="30" rx="8" fill="#a9a094" stroke="#c9c2b7" strokeWidth=".75" />
      <g fill="#2a2927" stroke="#827a70" strokeWidth="1.5">
        <circle cx="22" cy="17" r="5" />
        <circle cx="22" cy="30" r="5" />
        <circle cx="34" cy="23.5" r="5" />
      </g>
      <g fill="#4d5566">
        <circle cx="21" cy="16" r="1.6" />
        <circle cx="21" cy="29" r="1.6" />
        <circle cx="33" cy="22.5" r="1.6" />
      </g>
      <circle cx="34.5" cy="13.5" r="1.7" fill="#efe9df" />
      <path d="M64 34h1.5v14H64zM6.5 28H8v8H6.5zM6.5 40H8v12H6.5z" fill="#7b7369" />
    </svg>
  );
}
