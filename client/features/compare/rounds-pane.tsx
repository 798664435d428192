import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { PurchaseStrategy } from '../../lib/model.ts';
import type { Load } from '../../../lab/report/comparison/loads.ts';
import { brokenOffWords, forgetRounds } from './broken-off.ts';
import { readRounds, roundsProblem, roundsText, type RoundsField } from './rounds-form.ts';
import type { Rounds } from './use-rounds.ts';

/** What to compare, and the load to begin with. */
export interface RoundsPaneProps {
  readonly saleId: string;
  readonly strategies: readonly PurchaseStrategy[];
  readonly load: Load | null;
  readonly rounds: Rounds;
  /** Nothing can be sent. */
  readonly lost: boolean;
}

/** Launches every strategy in interleaved rounds, and says how far it has come. */
export function RoundsPane({ saleId, strategies, load, rounds, lost }: RoundsPaneProps) {
  const [text, setText] = useState(() => roundsText(load));
  const { progress, error } = rounds;
  const brokenOff = useBrokenOff(saleId, progress !== null);
  const field = (name: RoundsField, label: string) => (
    <Field
      label={label}
      value={text[name]}
      problem={roundsProblem(name, text[name])}
      disabled={progress !== null}
      onChange={(value) => setText({ ...text, [name]: value })}
    />
  );
  const launch = (): void => {
    const read = readRounds(text);
    if (read !== null && !lost && progress === null) rounds.start({ saleId, strategies, ...read });
  };
  return (
    <form
      className="grid w-full gap-3 tab:w-[27rem]"
      aria-label="Compare all"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        launch();
      }}
    >
      <div className="grid grid-cols-4 items-start gap-2">
        {field('requests', 'Requests')}
        {field('concurrency', 'Concurrency')}
        {field('stock', 'Stock')}
        {field('rounds', 'Rounds')}
      </div>
      {progress === null && brokenOff !== null && <p className="text-pretty text-ink-2">{brokenOff}</p>}
      {progress === null ? (
        <Button primary submit disabled={lost || strategies.length === 0}>
          <Icon name="play" />
          Compare all
        </Button>
      ) : (
        <div className="flex items-center justify-between gap-3">
          <p aria-live="polite">
            Round {progress.round} of {progress.rounds}: <b className="font-semibold">{progress.strategy}</b>
            <span className="text-ink-3">
              {' '}
              (run {progress.run} of {progress.runs};{' '}
              {progress.queued ? 'waits behind another attack' : 'stay on this page'})
            </span>
          </p>
          <Button onClick={rounds.stop}>Stop</Button>
        </div>
      )}
      <p role="alert" className="text-over empty:hidden">
        {error}
      </p>
    </form>
  );
}

/** What became of the comparison before, said until another one begins. */
function useBrokenOff(saleId: string, isUnderWay: boolean): string | null {
  const [words, setWords] = useState(() => brokenOffWords(saleId));
  useEffect(() => forgetRounds(saleId), [saleId]);
  if (isUnderWay && words !== null) setWords(null);
  return words;
}
