import { useState } from 'react';
import { Buyers } from '../features/steps/buyers.tsx';
import { Lanes } from '../features/steps/lanes.tsx';
import { Lead } from '../features/steps/lead.tsx';
import { blank } from '../features/steps/model.ts';
import { StepDock } from '../features/steps/step-dock.tsx';
import { StepLog } from '../features/steps/step-log.tsx';
import { useStepKeys } from '../features/steps/use-step-keys.ts';
import { useToken } from '../lib/services.ts';
import { PageFrame } from './page-frame.tsx';
import { StepsControl } from './steps-control.tsx';
import { useHead } from './use-head.ts';
import { useSteps } from './use-steps.ts';

/** The page at /steps: buyers of a strategy, one statement at a time. */
export function StepsPage() {
  const head = useHead();
  const steps = useSteps(head.strategies);
  const [open, setOpen] = useState(false);
  const admin = useToken() !== null;
  const { session } = steps.state;
  const off = steps.off || steps.playing;
  useStepKeys(session, off, steps.go);
  return (
    <PageFrame head={head}>
      <div className="grid min-h-[calc(100dvh-3rem)] grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] tab:grid-cols-[16.5rem_minmax(0,1fr)] tab:grid-rows-1 wide:grid-cols-[18.5rem_minmax(0,1fr)]">
        <StepsControl steps={steps} strategies={head.strategies} open={open} onOpen={setOpen} />
        <div className="min-w-0">
          <Lead session={session} strategy={steps.chosen} error={steps.state.error} />
          {session !== null && <Buyers buyers={session.buyers} off={off} onGo={steps.go} />}
          <Lanes session={session ?? blank(Number(steps.setup.stock) || 0, steps.setup.buyers)} />
          {session !== null && <StepLog session={session} />}
        </div>
      </div>
      <StepDock
        session={session}
        strategy={steps.chosen}
        off={off}
        admin={admin}
        onBegin={() => {
          setOpen(false);
          steps.begin();
        }}
        onGo={steps.go}
        onOpen={() => setOpen(true)}
      />
    </PageFrame>
  );
}
