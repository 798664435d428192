import { count } from '../../lib/format.ts';
import { leftOf, type Moment } from '../../lib/moment.ts';

/** `gate`: the strategy that is shown asks Redis. */
export interface CountersProps {
  readonly moment: Moment;
  readonly gate: boolean;
}

/** The four numbers that a seller asks for. */
export function Counters({ moment, gate }: CountersProps) {
  const { stock, sold, redis, oversold, mode } = moment;
  const left = leftOf(moment);
  const below = left !== null && left < 0;
  const unrecorded = mode === 'replay' ? 'not recorded' : 'unknown';
  return (
    <dl className="grid grid-cols-2 border-b border-line">
      <Counter
        name="Postgres stock"
        value={left}
        note={left === null ? unrecorded : below ? 'below zero' : `of ${count(stock)}`}
        bad={below}
      />
      <Counter
        name="Redis stock"
        value={redis}
        note={redis === null && mode !== 'replay' ? 'holds none' : redisNote(moment, gate)}
      />
      <Counter name="Orders" value={sold} note="durable, in units" />
      <Counter
        name="Oversold"
        value={sold === null ? null : oversold}
        note={oversold > 0 ? 'do not exist' : 'none'}
        bad={oversold > 0}
      />
    </dl>
  );
}

function redisNote(moment: Moment, gate: boolean): string {
  const { redis, mode } = moment;
  if (redis === null) return 'not recorded';
  if (!gate && mode !== 'idle') return 'not used here';
  return redis === leftOf(moment) ? 'gate agrees' : 'units left at the gate';
}

interface CounterProps {
  readonly name: string;
  readonly value: number | null;
  readonly note: string;
  readonly bad?: boolean;
}

function Counter({ name, value, note, bad = false }: CounterProps) {
  const tone = bad ? 'text-over' : value === null ? 'text-ink-3' : 'text-ink';
  return (
    <div className="px-4 py-3 nth-[n+3]:border-t nth-[n+3]:border-line even:border-l even:border-line">
      <dt className="label">{name}</dt>
      <dd className={`text-stat font-[620] tracking-[-.035em] ${tone}`}>{count(value)}</dd>
      <dd className={`text-label ${bad ? 'text-over' : 'text-ink-3'}`}>{note}</dd>
    </div>
  );
}
