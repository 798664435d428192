/** `--` opens a comment in SQL and in Lua, `//` and `*` in TypeScript. */
const COMMENT = /^\s*(--|\/\/|\/?\*|#)/;

const TONES = {
  bad: 'bg-over-soft font-semibold shadow-[inset_3px_0_0_var(--color-over)]',
  good: 'bg-exact-soft font-semibold shadow-[inset_3px_0_0_var(--color-exact)]',
};

/** `mark` is the line to look at, and `tone` what is to be thought of it. */
export interface SourceTextProps {
  readonly text: string;
  readonly mark?: RegExp;
  readonly tone?: keyof typeof TONES;
  /** Shows the lines from the first that fits to the first that fits after it; all where none does. */
  readonly only?: { readonly from: RegExp; readonly to: RegExp };
}

/** Statements or a script as they are, with line numbers; comments of a whole line step back, long lines wrap. */
export function SourceText({ text, mark, tone = 'bad', only }: SourceTextProps) {
  const lines = text.replace(/\n+$/, '').split('\n');
  const marked = mark === undefined ? -1 : lines.findIndex((line) => mark.test(line));
  const [from, to] = only === undefined ? [0, lines.length] : rangeOf(lines, only);
  return (
    <pre className="rounded-2 border border-line bg-sunken py-3 font-mono text-body">
      <code className="grid">
        {lines.map(
          (line, index) =>
            index >= from &&
            index < to && (
              <span
                key={index}
                data-marked={index === marked || undefined}
                className={`grid grid-cols-[2.5rem_minmax(0,1fr)] gap-4 pr-4 ${index === marked ? TONES[tone] : ''} ${COMMENT.test(line) ? 'text-ink-3' : 'text-ink'}`}
              >
                <span className="text-right text-ink-3 select-none" aria-hidden="true">
                  {index + 1}
                </span>
                <span className="wrap-anywhere whitespace-pre-wrap">{line === '' ? ' ' : line}</span>
              </span>
            ),
        )}
      </code>
    </pre>
  );
}

function rangeOf(
  lines: readonly string[],
  only: { readonly from: RegExp; readonly to: RegExp },
): [number, number] {
  const from = lines.findIndex((line) => only.from.test(line));
  const to = lines.findIndex((line, index) => index > from && only.to.test(line));
  return from < 0 || to < 0 ? [0, lines.length] : [from, to + 1];
}
