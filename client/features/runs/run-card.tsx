import { Badge } from '../../components/badge.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageLink } from '../../components/page-link.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { count, short, span, timeOfDay, UNKNOWN } from '../../lib/format.ts';
import { isUnderWay, type Run } from '../../lib/model.ts';
import { stoppedWords } from '../../../lab/report/words/run.ts';
import { signedAmount } from '../../../lab/report/words/verdict.ts';
import { RunStrip } from '../../components/run-strip.tsx';
import { SaveReport } from '../../components/save-report.tsx';
import { figuresOf } from './figures.ts';

/** `load` is the load in words. */
export interface RunCardProps {
  readonly run: Run;
  readonly load: string;
  readonly shown: boolean;
  readonly onReplay: () => void;
}

/** One run: verdict, strategy, time, its load, its strip, and six figures. The frame of one that was stopped is not whole. */
export function RunCard({ run, load, shown, onReplay }: RunCardProps) {
  const time = timeOfDay(run.startedAt);
  const { filled, stock, rejected, ordersPerSecond, requestsPerSecond, durationMs } = figuresOf(run);
  const stopped = stoppedWords(run);
  return (
    <article
      className={`grid content-start gap-3 rounded-2 border border-line px-4 py-3 data-shown:border-line-strong ${stopped === null ? '' : 'border-dashed'}`}
      data-shown={shown || undefined}
      data-testid="run"
      data-strategy={run.strategy}
      data-verdict-is={run.audit?.verdict}
    >
      <header className="flex min-h-8 items-center gap-3">
        <RunBadge run={run} />
        <b className="truncate font-semibold">{run.strategy}</b>
        <span className="label ml-auto whitespace-nowrap">{time}</span>
        {!isUnderWay(run) && (
          <IconButton
            label={
              run.audit === null
                ? 'Nothing to replay: this run broke off before its books were read'
                : `Replay ${run.strategy} of ${time}`
            }
            disabled={run.audit === null}
            onClick={onReplay}
          >
            <Icon name="play" />
          </IconButton>
        )}
      </header>
      <p className="-mt-2 text-pretty text-ink-3">
        {stopped !== null && <b className="font-semibold text-ink">{stopped}: </b>}
        {load}
      </p>
      {filled !== null && <RunStrip stock={stock} sold={filled} />}
      {run.audit !== null && (
        <p className="flex flex-wrap gap-x-4">
          {run.audit.verdict === 'OVERSOLD' && (
            <PageLink to={`/witness/${run.id}`}>How it was sold too often</PageLink>
          )}
          <SaveReport ids={[run.id]} of={`${run.strategy} of ${time}`} />
        </p>
      )}
      {run.error !== null && <p className="text-over">{run.error}</p>}
      <dl className="grid grid-cols-3 gap-x-2 gap-y-2">
        <Figure name="Filled" value={count(filled)} rest={`/${count(stock)}`} />
        <Figure
          name="Rejected"
          value={count(rejected)}
          rest={run.failed > 0 ? ` + ${count(run.failed)} failed` : ''}
        />
        <Figure
          name="p50 / p99 ms"
          value={`${short(run.latency.count > 0 ? run.latency.p50Ms : null)} / ${short(run.latency.count > 0 ? run.latency.p99Ms : null)}`}
        />
        <Figure name="Orders/s" value={count(ordersPerSecond)} />
        <Figure name="Requests/s" value={count(requestsPerSecond)} />
        <Figure name="Duration" value={durationMs === null ? UNKNOWN : span(durationMs)} />
      </dl>
    </article>
  );
}

function RunBadge({ run }: { readonly run: Run }) {
  if (run.audit) return <Badge mark={run.audit.verdict} amount={signedAmount(run.audit)} />;
  if (run.state === 'QUEUED') return <Badge mark="QUEUED" />;
  return (
    <Badge
      mark={isUnderWay(run) ? 'RUNNING' : 'INCONCLUSIVE'}
      amount={run.state === 'FAILED' ? 'failed' : ''}
    />
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly rest?: string;
}

function Figure({ name, value, rest = '' }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="label whitespace-nowrap">{name}</dt>
      <dd className="truncate text-read font-semibold tracking-[-.01em]">
        {value}
        <span className="font-[450] text-ink-3">{rest}</span>
      </dd>
    </div>
  );
}
