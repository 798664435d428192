import { useState } from 'react';
import { type AttackFormState, useAttackForm } from '../features/attack/use-attack-form.ts';
import { Dock } from '../features/attack/dock.tsx';
import { Foot } from '../features/header/foot.tsx';
import { Header } from '../features/header/header.tsx';
import { LostBanner } from '../features/header/lost-banner.tsx';
import type { PurchaseStrategy } from '../lib/model.ts';
import { useLinkState, useToken } from '../lib/services.ts';
import { readWish } from '../lib/wish.ts';
import { Announcer } from './announcer.tsx';
import { ControlPane } from './control-pane.tsx';
import { PageFrame } from './page-frame.tsx';
import { SalePane } from './sale-pane.tsx';
import { StagePane } from './stage-pane.tsx';
import { useAttack } from './use-attack.ts';
import { useChoice } from './use-choice.ts';
import type { WantedRun } from './use-runs.ts';
import { useSale } from './use-sale.ts';
import { useStage } from './use-stage.ts';

/** The page at /: what is sold, how it is attacked, and what became of it. */
export function LivePage() {
  const data = useSale();
  const [wanted, setWanted] = useState<WantedRun | null>(null);
  const [open, setOpen] = useState(false);
  const [wish] = useState(() => readWish(location.search));
  const [chosen, choose] = useChoice(data, wish.strategy);
  const stage = useStage(data, wanted);
  const form = useAttackForm(wish, data.sale);
  const admin = useToken() !== null;
  const lost = useLinkState().status === 'lost';
  const epoch = data.stats?.epoch ?? data.sale?.epoch ?? null;
  const want = (id: string): void => setWanted({ id, sinceEpoch: data.stats?.epoch ?? null });
  const attack = useAttack({
    data,
    run: stage.run,
    strategy: chosen,
    form,
    onLaunched: want,
    onOpen: setOpen,
  });
  if (data.missing !== null) return <PageFrame head={{ ...data, epoch }}>{null}</PageFrame>;
  return (
    <>
      <Header health={data.health} epoch={epoch} fed />
      <LostBanner sequence={data.stats?.sequence ?? null} />
      <main
        tabIndex={-1}
        className="grid min-h-[calc(100dvh-3rem)] grid-cols-[minmax(0,1fr)] tab:grid-rows-[auto_1fr] pin:grid-rows-[auto_auto] desk:grid-rows-1 tab:grid-cols-[16.5rem_minmax(0,1fr)] desk:grid-cols-[16.5rem_minmax(0,1fr)_17.5rem] wide:grid-cols-[18.5rem_minmax(0,1fr)_21rem]"
      >
        <h1 className="sr-only">Live</h1>
        <ControlPane
          data={data}
          attack={attack}
          chosen={chosen}
          onChoose={choose}
          open={open}
          onOpen={setOpen}
        />
        <StagePane
          data={data}
          stage={stage}
          lost={lost}
          chosen={chosen}
          plan={admin && data.sale?.mode === 'LAB' ? (attack.refusal ?? planOf(form, chosen)) : ''}
          onReplay={(id) => {
            want(id);
            stage.replayOf(id);
            // The card is far below what it plays on.
            scrollTo({ top: 0 });
          }}
          onBack={() => setWanted(null)}
        />
        <SalePane data={data} stage={stage} lost={lost} chosen={chosen} />
      </main>
      <Foot health={data.health} epoch={epoch} />
      {data.sale?.mode === 'LAB' && (
        <Dock {...attack} strategy={chosen} admin={admin} onOpen={() => setOpen(true)} />
      )}
      <Announcer run={stage.run} />
    </>
  );
}

function planOf({ model, text }: AttackFormState, chosen: PurchaseStrategy | null): string {
  if (chosen === null) return '';
  const { requests } = text;
  const [pace, words] =
    model === 'OPEN' ? [text.requestsPerSecond, 'a second'] : [text.concurrency, 'at a time'];
  // What is being typed may be no number yet.
  if (![requests, pace].every((typed) => /^[\d,]+$/.test(typed))) return '';
  return `Launch sends ${requests} ${requests === '1' ? 'buyer' : 'buyers'}, ${pace} ${words}, at ${chosen}.`;
}
