/** A slice of work lasts so long, then purchases have their turn. */
const SLICE_MS = 4;
/** Visits between two looks at the clock. */
const VISITS_PER_LOOK = 16;

/** Things that want a visit, each once however often it was added. */
export interface Slices<Item> {
  add(item: Item): void;
  delete(item: Item): void;
}

/** Visits them in the order in which they came, in slices with the event loop between them. */
export function createSlices<Item>(visit: (item: Item) => void, endSlice: () => void): Slices<Item> {
  const ready = new Set<Item>();
  let isScheduled = false;

  function slice(): void {
    const until = performance.now() + SLICE_MS;
    let visits = 0;
    for (const item of ready) {
      ready.delete(item);
      visit(item);
      visits += 1;
      if (visits % VISITS_PER_LOOK === 0 && performance.now() > until) break;
    }
    endSlice();
    isScheduled = ready.size > 0;
    if (isScheduled) setImmediate(slice);
  }

  return {
    add(item) {
      ready.add(item);
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(slice);
    },
    delete: (item) => void ready.delete(item),
  };
}
