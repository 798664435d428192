import type { Mark } from '../../components/glyph.tsx';
import { count, plural, span } from '../../lib/format.ts';
import type { Audit, Run, Sale, Wait } from '../../lib/model.ts';
import { leftOf, type Moment } from '../../lib/moment.ts';
import { othersBought, stoppedWords } from '../../../lab/report/words/run.ts';
import { amountInWords } from '../../../lab/report/words/verdict.ts';
import { stateWords } from '../../lib/sale-state.ts';

/** The badge beside the big number, and one plain sentence: `lead` in strong type, then `rest`. */
export interface Sentence {
  readonly mark: Mark;
  readonly amount: string;
  readonly lead: string;
  readonly rest: string;
}

/** What the sentence speaks of. */
export interface SentenceSource {
  readonly moment: Moment;
  /** The sale's; null while nobody knows it. */
  readonly state: Sale['state'] | null;
  /** The run that is shown; null when none is. */
  readonly run: Run | null;
  /** Behind whom that run waits; null while it does not, or nobody knows. */
  readonly wait: Wait | null;
  readonly lost: boolean;
  /** What Launch would do, "Launch sends 2,000 buyers ...", or why it can't; empty where nobody may launch. */
  readonly plan: string;
  /** False for a strategy that oversells on purpose. */
  readonly safe: boolean;
}

/** A newcomer understands it; every figure in it is one of the server's. */
export function sentenceOf(source: SentenceSource): Sentence {
  const { moment, run, lost } = source;
  if (lost) return whenLost(source);
  switch (moment.mode) {
    case 'loading':
      return { mark: 'READY', amount: '', lead: 'Waiting for the first frame.', rest: '' };
    case 'idle':
      return whenIdle(source);
    case 'running':
      return run?.state === 'QUEUED' ? whenQueued(source.wait) : whenRunning(moment, run);
    case 'replay':
      return whenReplayed(moment, run);
    case 'ended':
      return whenEnded(moment, run, source.safe);
  }
}

function whenLost({ moment, run, safe }: SentenceSource): Sentence {
  if (moment.mode === 'ended' && run?.audit) {
    return { ...verdictSentence(run, run.audit, safe), rest: 'No news from the server since.' };
  }
  const running = moment.mode === 'running';
  return {
    mark: 'INCONCLUSIVE',
    amount: '',
    lead: 'No news from the server.',
    rest: running
      ? 'The figures are those of the last frame; what became of the run is asked on reconnect.'
      : 'The figures are those of the last frame.',
  };
}

/** The sale as it stands: its state is told where nobody can buy. */
function whenIdle({ moment, state, plan }: SentenceSource): Sentence {
  const { stock, sold, held, oversold } = moment;
  const left = leftOf(moment);
  // The feed knows sooner than the sale that the last unit is gone.
  const isOpen = state === null || state === 'OPEN' || state === 'SOLD_OUT';
  const gone = left !== null && left <= 0;
  const mark = isOpen ? (gone ? 'SOLD_OUT' : 'READY') : state;
  const shut = isOpen ? '' : `The sale is ${stateWords(state)}.`;
  const rest = plan === '' ? shut : plan;
  if (oversold > 0) {
    const lead = `${count(sold)} of ${plural(stock, 'unit')} sold: ${count(oversold)} more than there were.`;
    return { mark: 'OVERSOLD', amount: `by ${count(oversold)}`, lead, rest };
  }
  const reserved = held !== null && held > 0 ? ` ${count(held)} held,` : '';
  const lead =
    reserved === '' && (sold === null || sold === 0)
      ? `${plural(stock, 'unit')}, ${isOpen ? 'nobody buying' : 'none sold'}.`
      : `${plural(sold ?? 0, 'unit')} sold,${reserved} ${count(left)} left.`;
  return { mark, amount: '', lead, rest };
}

function whenQueued(wait: Wait | null): Sentence {
  const queued = { mark: 'QUEUED', amount: '' } as const;
  const everywhere = 'One attack runs at a time, whichever sale it is on.';
  if (wait === null) return { ...queued, lead: 'Waits for its turn.', rest: everywhere };
  const where = wait.saleId === null ? '' : ` on sale ${wait.saleId}`;
  const more = wait.more === 0 ? '' : ` and ${plural(wait.more, 'more attack')}`;
  const lead = `Waits behind ${wait.strategy}${where}${more}.`;
  const here = 'One attack runs at a time; until its turn, the figures are not its own.';
  return { ...queued, lead, rest: wait.saleId === null ? here : everywhere };
}

function whenRunning({ path }: Moment, run: Run | null): Sentence {
  const all = run === null ? null : run.requests;
  const answered = path.answered ?? run?.sent ?? null;
  const rest = 'The books will give the verdict after the last answer.';
  return { mark: 'RUNNING', amount: '', lead: `${count(answered)} of ${count(all)} buyers answered.`, rest };
}

function whenEnded(moment: Moment, run: Run | null, safe: boolean): Sentence {
  if (run?.audit) return verdictSentence(run, run.audit, safe);
  if (run?.state !== 'FAILED') return whenRunning(moment, run);
  return { mark: 'INCONCLUSIVE', amount: '', lead: 'The attack failed.', rest: run.error ?? '' };
}

function whenReplayed({ path, atMs, sold, stock, oversold }: Moment, run: Run | null): Sentence {
  const time = atMs === null ? '' : `After ${span(atMs)}: `;
  const answered = `${count(path.answered)} of ${count(run?.requests)} buyers answered`;
  if (oversold > 0) {
    const lead = `${time}unit ${count(stock + oversold)} of ${count(stock)} is sold.`;
    return { mark: 'OVERSOLD', amount: `by ${count(oversold)}`, lead, rest: `${answered}.` };
  }
  return {
    mark: 'REPLAY',
    amount: '',
    lead: `${time}${plural(sold ?? 0, 'unit')} sold.`,
    rest: `${answered}.`,
  };
}

/** What the books said of a run. That it was stopped comes first: they are those of a part of it. */
function verdictSentence(run: Run, audit: Audit, safe: boolean): Sentence {
  const judged = { mark: audit.verdict, amount: amountInWords(audit) };
  const others = othersBought(run);
  const { lead, rest } =
    others === null ? verdictWords(run, audit, safe) : { lead: others, rest: audit.explanation };
  const stopped = stoppedWords(run);
  return stopped === null
    ? { ...judged, lead, rest }
    : { ...judged, lead: `${stopped}.`, rest: `${lead} ${rest}` };
}

function verdictWords(run: Run, audit: Audit, safe: boolean): Pick<Sentence, 'lead' | 'rest'> {
  const told = audit.explanation;
  switch (audit.verdict) {
    case 'OVERSOLD': {
      const one = audit.oversold === 1;
      const lead =
        audit.held > 0
          ? `${plural(audit.oversold, 'unit')} sold or held that ${one ? 'does' : 'do'} not exist.`
          : `${count(audit.oversold)} ${one ? 'buyer' : 'buyers'} paid for ${one ? 'a unit that does' : 'units that do'} not exist.`;
      return {
        lead,
        rest: safe ? told : 'They read the stock before the buyer ahead of them had written it.',
      };
    }
    case 'EXACT': {
      const lead = `${count(audit.stock)} in stock, ${count(audit.sold)} sold, ${count(run.soldOut + run.rejected)} turned away.`;
      const full = audit.sold === audit.stock;
      return { lead, rest: full ? 'Every confirmed order is in Postgres, and no buyer bought twice.' : told };
    }
    case 'UNDERSOLD':
      return {
        lead: `${plural(audit.undersold, 'unit')} left behind, though buyers were turned away.`,
        rest: told,
      };
    case 'DUPLICATE':
      return { lead: `${plural(audit.duplicates, 'order')} too many for the same purchase.`, rest: told };
    case 'DRIFT':
      return {
        lead: `The orders are right, but a store disagrees: Postgres counts ${count(audit.remaining)} left, Redis ${count(audit.redisRemaining)}.`,
        rest: told,
      };
    case 'INCONCLUSIVE':
      return { lead: 'Nothing is proven.', rest: run.error ?? told };
  }
}
