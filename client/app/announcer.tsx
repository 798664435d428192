import { useEffect, useState } from 'react';
import { isUnderWay, type RunDetail } from '../lib/model.ts';
import { amountInWords } from '../../lab/report/words/verdict.ts';

/** Reads out the verdict of a run that ended on this page, once. Frames are never read out. */
export function Announcer({ run }: { readonly run: RunDetail | null }) {
  const [seenId, setSeenId] = useState<string | null>(null);
  const underWay = run !== null && isUnderWay(run);
  const id = run?.id ?? null;
  useEffect(() => {
    if (underWay) setSeenId(id);
  }, [underWay, id]);
  const audit = run !== null && run.id === seenId ? run.audit : null;
  return (
    <p aria-live="polite" className="sr-only">
      {run !== null && audit !== null && `${run.strategy}: ${audit.verdict} ${amountInWords(audit)}.`}
    </p>
  );
}
