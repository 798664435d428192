/** Any product but the one of the seed: a parcel, in the theme's lines. */
export function Parcel() {
  return (
    <svg
      viewBox="0 0 72 112"
      className="w-full text-ink-3"
      role="img"
      aria-label="A parcel"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    >
      <path d="M36 30 8 43v32l28 13 28-13V43z" className="fill-sunken" />
      <path d="M8 43l28 13 28-13M36 56v32M22 36.5l28 13v11" />
    </svg>
  );
}
