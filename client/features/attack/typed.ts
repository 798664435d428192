import { type LoadModel, loadModels } from '../../../schema/generated/enums.ts';
import { recall, remember } from '../../lib/session.ts';
import { type AttackText, attackFields } from './attack-form.ts';

/** What somebody has changed in the form; what is not in it is as usual. */
export interface Typed {
  readonly model: LoadModel | null;
  readonly fields: Partial<AttackText>;
}

const keyOf = (saleId: string): string => `flash-sale.attack.${saleId}`;

/** What was typed for a sale before, in this tab. */
export function recallTyped(saleId: string): Typed {
  return readTyped(recall(keyOf(saleId)));
}

/** Keeps it through other pages and a reload. */
export function rememberTyped(saleId: string, typed: Typed): void {
  remember(keyOf(saleId), JSON.stringify(typed));
}

/** The typed in what was kept; nothing where an other version, or somebody's hand, has left something else. */
export function readTyped(kept: string | null): Typed {
  const found = parsed(kept);
  const fields = objectOf(found['fields']);
  return {
    model: loadModels.find((model) => model === found['model']) ?? null,
    fields: Object.fromEntries(
      attackFields.flatMap((name) => {
        const text = fields[name];
        return typeof text === 'string' ? [[name, text]] : [];
      }),
    ),
  };
}

/** The two together; of what both have, the later. */
export function mergeTyped(before: Typed, later: Typed): Typed {
  return { model: later.model ?? before.model, fields: { ...before.fields, ...later.fields } };
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
