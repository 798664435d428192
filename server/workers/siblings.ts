import type { Registry } from 'prom-client';
import type { PathGauges, Siblings } from '../services/siblings.ts';
import type { Steps } from '../services/steps/steps.ts';
import type { Line } from './line.ts';

/** How old the gauges of the other workers may be. */
const TELL_EVERY_MS = 100;
const NO_OTHERS: PathGauges = { inFlight: 0, groupWaiting: 0, poolInUse: 0, poolWaiting: 0, poolSize: 0 };

/** The other workers, over the line to the primary. */
export function createSiblings(line: Line): Siblings {
  return {
    wholePath: (own) => wholePath(line, own),
    sharedSteps: (own) => sharedSteps(line, own),
    wholeMetrics(own: Registry) {
      line.answer('ownMetrics', async () => own.getMetricsAsJSON());
      return { contentType: own.contentType, metrics: () => line.ask('allMetrics', null) };
    },
    introduce(replicaId, onGone) {
      line.tell('named', { replicaId });
      line.hear('gone', (message) => onGone(message.replicaId));
    },
  };
}

/** Gauges field by field, those of two added. */
function addGauges(one: PathGauges, other: PathGauges): PathGauges {
  return {
    inFlight: one.inFlight + other.inFlight,
    groupWaiting: one.groupWaiting + other.groupWaiting,
    poolInUse: one.poolInUse + other.poolInUse,
    poolWaiting: one.poolWaiting + other.poolWaiting,
    poolSize: one.poolSize + other.poolSize,
  };
}

/** The sum over some workers. */
export function sumGauges(all: Iterable<PathGauges>): PathGauges {
  return [...all].reduce(addGauges, NO_OTHERS);
}

/** Own gauges are as they are now, the others' at most two tenths of a second old. */
function wholePath(line: Line, own: () => PathGauges): () => PathGauges {
  let others = NO_OTHERS;
  let told = '';
  line.hear('path', (sum) => (others = sum));
  const timer = setInterval(() => {
    const gauges = own();
    const text = JSON.stringify(gauges);
    if (text === told) return;
    told = text;
    line.tell('path', gauges);
  }, TELL_EVERY_MS);
  timer.unref();
  return () => addGauges(own(), others);
}

/** Every call goes to the primary, which knows the worker that has the sessions; that may be this one. */
function sharedSteps(line: Line, own: Steps): Steps {
  line.answer('steps.open', (asked) => own.open(...asked));
  line.answer('steps.step', (asked) => own.step(...asked));
  line.answer('steps.find', (asked) => own.find(...asked));
  line.answer('steps.close', (asked) => own.close(...asked));
  line.answer('steps.explore', (asked) => own.explore(...asked));
  return {
    open: (...asked) => line.ask('steps.open', asked),
    step: (...asked) => line.ask('steps.step', asked),
    find: (...asked) => line.ask('steps.find', asked),
    close: (...asked) => line.ask('steps.close', asked),
    explore: (...asked) => line.ask('steps.explore', asked),
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}
