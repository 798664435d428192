import { SectionHead } from '../../components/section-head.tsx';
import { count } from '../../lib/format.ts';
import { firstWrong, type Session, type Step } from './model.ts';
import { answerWords } from './words.ts';

/** What every writer has on a table, and others may have beside it. */
const WEAK = /^(writes|may lock) rows of /;

/** Every step in words: what ran, what came back, and what everyone else saw afterwards. */
export function StepLog({ session }: { readonly session: Session }) {
  const wrong = firstWrong(session);
  return (
    <section className="border-t border-line px-4 py-4 tab:px-6" aria-label="Steps">
      <SectionHead title="Step by step" rest={session.schedule === '' ? '' : session.schedule}>
        left, sold
      </SectionHead>
      <ol className="mt-2" data-testid="steps">
        {session.steps.map((step) => (
          <Line key={step.number} step={step} hot={step.number === wrong} />
        ))}
      </ol>
    </section>
  );
}

function Line({ step, hot }: { readonly step: Step; readonly hot: boolean }) {
  const { number, buyer, statement, outside, result } = step;
  const locks = step.locks.filter((lock) => !WEAK.test(lock));
  const red = hot || result === 'FAILED' ? 'text-over' : 'text-ink';
  return (
    <li className="grid grid-cols-[1.5rem_1rem_minmax(0,1fr)_auto] items-baseline gap-x-2 border-t border-line py-1.5 first:border-0">
      <span className="text-ink-3">{number}</span>
      <b className={`font-[650] ${red}`}>{buyer}</b>
      <div className="grid min-w-0 gap-x-6 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <code className="font-mono text-label wrap-anywhere text-ink-2" title={statement.sent}>
          {statement.text}
        </code>
        <span className={`wrap-anywhere ${red}`}>
          {answerWords(step)}
          {locks.length > 0 && <span className="block text-label text-ink-3">holds {locks.join(' · ')}</span>}
        </span>
      </div>
      <span className={`text-right font-[550] ${hot ? 'text-over' : 'text-ink-2'}`}>
        {count(outside.remaining)}, {count(outside.sold)}
      </span>
    </li>
  );
}
