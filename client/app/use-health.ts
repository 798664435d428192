import { useQuery } from 'urql';
import { LiveHealthDocument } from '../../schema/generated/operations.ts';
import type { Health } from '../lib/model.ts';
import { useAskedAgain } from '../lib/use-asked-again.ts';
import { useKept } from '../lib/use-kept.ts';

/** How often the stores are asked for. */
const LOOK_AGAIN_MS = 3000;

/** Whether the stores answer, as of a moment ago; null until the server has said it. */
export function useHealth(): Health | null {
  const [{ data }, execute] = useQuery({ query: LiveHealthDocument, variables: {} });
  useAskedAgain(execute, LOOK_AGAIN_MS);
  return useKept(data)?.health ?? null;
}
