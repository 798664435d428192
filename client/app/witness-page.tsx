import { NoWitness } from '../features/witness/no-witness.tsx';
import { WitnessView } from '../features/witness/witness-view.tsx';
import { PageFrame } from './page-frame.tsx';
import { useHead } from './use-head.ts';
import { useWitnessRun } from './use-witness-run.ts';

/** The page at /witness: how units could be sold that were not there. `id` names a run; else the latest oversold one. */
export function WitnessPage({ id }: { readonly id: string | null }) {
  const head = useHead();
  const { run, loaded } = useWitnessRun(id);
  const first = run?.audit?.witnesses[0];
  return (
    <PageFrame head={head}>
      {run !== null && first !== undefined && (
        <WitnessView key={run.id} run={run} first={first} strategies={head.strategies} />
      )}
      {loaded && first === undefined && <NoWitness run={run} named={id !== null} />}
    </PageFrame>
  );
}
