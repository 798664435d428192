import { useState } from 'react';
import { useClient } from 'urql';
import { useToken } from '../lib/services.ts';

/** The runs that the report is about; `of` names them to who can't see where the button stands. */
export interface SaveReportProps {
  readonly ids: readonly string[];
  readonly of: string;
}

/** Saves runs as one HTML file that needs no server. What makes it is loaded when it is first asked for. */
export function SaveReport({ ids, of }: SaveReportProps) {
  const isAdmin = useToken() !== null;
  const client = useClient();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const save = async (): Promise<void> => {
    setState('busy');
    try {
      const { reportOf } = await import('../lib/report.ts');
      const { name, html } = await reportOf(client, { ids, isAdmin });
      download(name, html);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <span>
      <button
        type="button"
        className="text-ink-2 underline decoration-1 underline-offset-3 hover:text-ink disabled:text-ink-3"
        aria-label={`Save report of ${of}`}
        disabled={state === 'busy'}
        onClick={() => void save()}
      >
        {state === 'busy' ? 'Saving …' : 'Save report'}
      </button>
      {state === 'failed' && (
        <span role="alert" className="pl-2 text-over">
          The server did not answer: try again.
        </span>
      )}
    </span>
  );
}

function download(name: string, html: string): void {
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
