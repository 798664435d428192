import { Parcel } from '../../components/parcel.tsx';
import { Phone } from '../../components/phone.tsx';
import { money } from '../../lib/format.ts';
import type { Sale } from '../../lib/model.ts';
import { stateWords } from '../../lib/sale-state.ts';

/** What is sold, for how much, and whether it is on sale. */
export function ProductCard({ sale, soldOut }: { readonly sale: Sale; readonly soldOut: boolean }) {
  const { product } = sale;
  const { name, description, priceCents, listPriceCents, currency } = product;
  const state = soldOut && sale.state === 'OPEN' ? 'SOLD_OUT' : sale.state;
  return (
    <section
      aria-label="Product"
      className="grid grid-cols-[4.5rem_1fr] items-center gap-4 border-b border-line p-4"
    >
      {/\bi?phone\b/i.test(name) ? <Phone /> : <Parcel />}
      <div className="min-w-0">
        <h2 className="text-read tracking-[-.012em]">{name}</h2>
        {description !== null && <p className="text-ink-3">{description}</p>}
        <p className="mt-2 flex items-baseline gap-2">
          <b className="text-[1.375rem] font-[650] tracking-[-.03em]">{money(priceCents, currency)}</b>
          {listPriceCents !== null && (
            <s className="text-ink-3" aria-label={`listed at ${money(listPriceCents, currency)}`}>
              {money(listPriceCents, currency)}
            </s>
          )}
        </p>
        <p className="label mt-1">
          Sale {sale.id}, {sale.mode.toLowerCase()}, {stateWords(state)}
        </p>
      </div>
    </section>
  );
}
