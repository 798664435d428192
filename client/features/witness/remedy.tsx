import { PageLink } from '../../components/page-link.tsx';
import { SourceText } from '../../components/source-text.tsx';
import type { StrategyInfo, WitnessRun } from '../../lib/model.ts';
import { wishPath } from '../../lib/wish.ts';

/** The strategy that ran, and the one that would have stopped it; null where the server does not have them. */
export interface RemedyProps {
  readonly run: WitnessRun;
  readonly ran: StrategyInfo | null;
  readonly remedy: StrategyInfo | null;
}

/** The line that did it, and what it should have said. */
export function Remedy({ run, ran, remedy }: RemedyProps) {
  return (
    <>
      {ran !== null && (
        <section className="grid gap-2 border-b border-line p-4 tab:p-5">
          <h2>What {ran.strategy} runs</h2>
          <SourceText text={ran.source} mark={/^\s*UPDATE sales/} />
        </section>
      )}
      {remedy !== null && (
        <section className="order-last grid gap-2 p-4 tab:p-5">
          <h2>What would have stopped it</h2>
          <p className="text-pretty text-ink-2">
            A write that looks for itself: it subtracts from what stands in the row by then, and only if
            enough is left. The second buyer changes no row, and is told that the sale is over.
          </p>
          <SourceText
            text={remedy.source}
            mark={/remaining >=/}
            tone="good"
            only={{ from: /UPDATE sales/, to: /RETURNING remaining/ }}
          />
          <p>
            <PageLink to={wishPath(remedy.strategy, run)}>
              Set up {remedy.strategy} with the same buyers
            </PageLink>
          </p>
        </section>
      )}
    </>
  );
}
