import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useServices } from '../../lib/services.ts';

/** `what` begins the sentence: "Attacks need". */
export interface TokenGateProps {
  readonly error: string | null;
  readonly what?: string;
}

/** Stands in the place of the actions while there is no admin token: where to get one, and a field for it. */
export function TokenGate({ error, what = 'Attacks need' }: TokenGateProps) {
  const { token } = useServices();
  const [value, setValue] = useState('');
  const given = value.trim();
  return (
    <form
      className="grid gap-3 px-4 pt-3 pb-4"
      aria-label="Admin token"
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== '') token.set(given);
      }}
    >
      <p className="text-pretty text-ink-2">
        {what} the admin token: open the link that the server printed when it started, or paste the token.
      </p>
      <Field label="Admin token" secret value={value} onChange={setValue} />
      <Button submit disabled={given === ''}>
        Use this token
      </Button>
      <p role="alert" className="text-over empty:hidden">
        {error}
      </p>
    </form>
  );
}
