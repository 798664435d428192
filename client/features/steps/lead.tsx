import { Badge } from '../../components/badge.tsx';
import type { Session } from './model.ts';
import { sentenceOf } from './sentence.ts';

/** `strategy` is the chosen one; `error` what went wrong last, null when nothing did. */
export interface LeadProps {
  readonly session: Session | null;
  readonly strategy: string | null;
  readonly error: string | null;
}

/** Where things stand, large. */
export function Lead({ session, strategy, error }: LeadProps) {
  const { title, rest } = sentenceOf(session);
  const mark = session === null ? 'READY' : (session.judgement?.verdict ?? 'RUNNING');
  const oversold = session?.judgement?.oversold ?? 0;
  return (
    <div className="grid justify-items-start gap-3 px-4 pt-5 pb-4 tab:px-6">
      <div className="flex flex-wrap items-center gap-3" data-testid="verdict">
        <Badge mark={mark} {...(oversold > 0 ? { amount: `by ${oversold}` } : {})} />
        <span className="text-ink-3">{session?.strategy ?? strategy ?? ''}</span>
      </div>
      <h1
        aria-live="polite"
        className="max-w-[34ch] text-[clamp(1.375rem,1.1rem+1vw,2rem)] leading-[1.18] font-[620] tracking-[-.025em] text-balance"
      >
        {title}
      </h1>
      <p className="min-h-6 max-w-[84ch] text-read text-pretty text-ink-2">{rest}</p>
      <p role="alert" className="text-over empty:hidden">
        {error}
      </p>
    </div>
  );
}
