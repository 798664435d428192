/** `--` opens a comment in SQL and in Lua, `//` and `*` in TypeScript. */
const COMMENT = /^\s*(--|\/\/|\/?\*|#)/;

/** Statements or a script as they are, with line numbers; comments of a whole line step back, long lines wrap. */
export function SourceText({ text }: { readonly text: string }) {
  const lines = text.replace(/\n+$/, '').split('\n');
  return (
    <pre className="rounded-2 border border-line bg-sunken py-3 font-mono text-body">
      <code className="grid">
        {lines.map((line, index) => (
          <span
            key={index}
            className={`grid grid-cols-[2.5rem_minmax(0,1fr)] gap-4 pr-4 ${COMMENT.test(line) ? 'text-ink-3' : 'text-ink'}`}
          >
            <span className="text-right text-ink-3 select-none" aria-hidden="true">
              {index + 1}
            </span>
            <span className="wrap-anywhere whitespace-pre-wrap">{line === '' ? ' ' : line}</span>
          </span>
        ))}
      </code>
    </pre>
  );
}
