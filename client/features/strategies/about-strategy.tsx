import { useRef } from 'react';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import type { StrategyInfo } from '../../lib/model.ts';
import { SourceText } from '../../components/source-text.tsx';

/** A sentence on the chosen strategy, and the statements or script that it really runs, one click away. */
export function AboutStrategy({ info }: { readonly info: StrategyInfo }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <div className="min-h-18 border-y border-line px-4 py-3 text-pretty text-ink-2">
      <p>{info.description}</p>
      <button
        type="button"
        className="mt-1 font-medium text-accent underline decoration-1 underline-offset-3"
        onClick={() => dialog.current?.showModal()}
      >
        Explain it
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="strategy-source"
        className="m-auto max-h-[85dvh] w-[min(56rem,calc(100vw-2rem))] rounded-3 border border-line bg-surface p-0 text-ink backdrop:bg-[#0b0d10]/60"
      >
        <div className="p-5">
          <div className="flex items-start justify-between gap-4">
            <h2 id="strategy-source" className="text-head">
              {info.title}{' '}
              <span className="font-mono text-label font-normal text-ink-3">{info.strategy}</span>
            </h2>
            <IconButton label="Close" onClick={() => dialog.current?.close()}>
              <Icon name="close" />
            </IconButton>
          </div>
          <p className="mt-1 mb-4 max-w-[65ch] text-read text-ink-2">{info.description}</p>
          <dl className="mb-5 grid max-w-[80ch] gap-x-5 gap-y-3 text-pretty tab:grid-cols-[9rem_minmax(0,1fr)]">
            <Word name={info.safe ? 'Why it is right' : 'How it goes wrong'}>{info.why}</Word>
            <Word name="What it costs">{info.costs}</Word>
            <Word name="What it survives">{info.survives}</Word>
            <Word name="When to choose it">{info.choose}</Word>
          </dl>
          <h3 className="mb-2 font-medium">What it runs</h3>
          <SourceText text={info.source} />
        </div>
      </dialog>
    </div>
  );
}

function Word({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt className="font-medium text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
