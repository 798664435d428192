import type { LatencySummary } from '../../lab/generator/protocol.ts';
import { createArrivals } from '../../lab/generator/arrivals.ts';
import { createHistogram } from '../../lab/generator/histogram.ts';
import { openConnection, type Connection } from './connection.ts';
import { createRequests, type NumberedRequest, type PurchaseWish } from './request.ts';

/** Half of what a server of Node lets wait in its listen queue. */
const OPENED_AT_ONCE = 256;

/** Long enough for many groups of orders, shorter than most slow moments of a machine. */
const WINDOW_MS = 50;
/** One window in so many may be worse than what counts as sustained. */
const WORSE_ONE_IN = 10;

/** What to send, and for how long. */
export interface LoadInput {
  readonly url: string;
  readonly wish: PurchaseWish;
  readonly connections: number;
  /** After which nothing more is sent. */
  readonly seconds: number;
  /** Purchases in all; absent: as many as fit. */
  readonly requestsMax?: number;
  /** Buyers who arrive by themselves, so many a second (Poisson); absent: each connection asks when it was answered. */
  readonly perSecond?: number;
}

/** What came back. Every request was answered: a run in which one wasn't has failed. */
export interface LoadResult {
  /** By `__typename`; what has none is `error`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly answered: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Answers a second that nine of ten windows of 50 ms reached: what can be counted on, where `answered` is an average. */
  readonly sustained: number;
  readonly bodyBytes: number;
  /** From when a request was due to its answer. */
  readonly latency: LatencySummary;
  /** How late arrivals that found a free connection were sent, ms. */
  readonly lateP99Ms: number;
}

interface Place {
  readonly connection: Connection;
  readonly request: NumberedRequest;
  dueAt: number;
}

/** Runs one load to its end: connections are opened before the clock starts, and answers under way are waited for. */
export async function runLoad(input: LoadInput): Promise<LoadResult> {
  const tally = createTally();
  const places: Place[] = [];
  let settle: (error?: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  ended.catch(() => undefined);
  const pace = createPace(input, { places, late: tally.late, finish: () => settle() });
  try {
    await openPlaces(input, places, {
      onAnswer(place, body) {
        tally.count(body, place.dueAt);
        pace.free(place);
      },
      onError: (error) => settle(error),
    });
    const startedAt = tally.begin();
    pace.begin(startedAt);
    await ended;
    return tally.result(input.seconds);
  } finally {
    for (const { connection } of places) connection.close();
  }
}

interface PlaceEvents {
  onAnswer(place: Place, body: string): void;
  onError(error: Error): void;
}

async function openPlaces(
  { url, wish, connections }: LoadInput,
  places: Place[],
  on: PlaceEvents,
): Promise<void> {
  const address = new URL(url);
  const makeRequest = createRequests(address, wish);
  const open = async (): Promise<void> => {
    const onAnswer = (body: string): void => on.onAnswer(place, body);
    const connection = await openConnection(address, { onAnswer, onError: on.onError });
    const place: Place = { connection, request: makeRequest(), dueAt: 0 };
    places.push(place);
  };
  while (places.length < connections) {
    const batch = Math.min(OPENED_AT_ONCE, connections - places.length);
    await Promise.all(Array.from({ length: batch }, open));
  }
}

interface PaceOptions {
  readonly places: readonly Place[];
  readonly late: { record(ms: number): void };
  finish(): void;
}

interface Pace {
  begin(startedAt: number): void;
  free(place: Place): void;
}

function createPace(input: LoadInput, options: PaceOptions): Pace {
  return input.perSecond === undefined
    ? closedPace(input, options)
    : openPace({ ...input, perSecond: input.perSecond }, options);
}

function sendNumber(place: Place, number: number, dueAt: number): void {
  place.dueAt = dueAt;
  place.request.setNumber(number);
  place.connection.send(place.request.bytes);
}

/** Each connection sends its next request when it has been answered. */
function closedPace({ seconds, requestsMax = Infinity }: LoadInput, { places, finish }: PaceOptions): Pace {
  let sent = 0;
  let underWay = 0;
  let until = 0;
  const next = (place: Place): void => {
    const now = performance.now();
    if (now >= until || sent >= requestsMax) return;
    underWay += 1;
    sendNumber(place, (sent += 1), now);
  };
  return {
    begin(startedAt) {
      until = startedAt + seconds * 1_000;
      for (const place of places) next(place);
    },
    free(place) {
      underWay -= 1;
      next(place);
      if (underWay === 0) finish();
    },
  };
}

/** Buyers arrive by the clock. Who finds all connections busy waits in line, and that wait counts. */
function openPace(
  { seconds, perSecond }: LoadInput & { readonly perSecond: number },
  { places, late, finish }: PaceOptions,
): Pace {
  const arrivals = createArrivals({ seed: 1, perSecond });
  const free: Place[] = [];
  const line: number[] = [];
  let lineAt = 0;
  let sent = 0;
  let isOver = false;

  function arrive(startedAt: number, dueAt: number): void {
    const now = performance.now();
    let due = dueAt;
    while (due <= now && due < startedAt + seconds * 1_000) {
      const place = free.pop();
      if (place === undefined) line.push(due);
      else {
        late.record(now - due);
        sendNumber(place, (sent += 1), due);
      }
      due = startedAt + arrivals.next();
    }
    isOver = due >= startedAt + seconds * 1_000;
    if (!isOver) setTimeout(arrive, Math.max(0, due - performance.now()), startedAt, due);
    else if (free.length === places.length) finish();
  }

  return {
    begin(startedAt) {
      free.push(...places);
      arrive(startedAt, startedAt + arrivals.next());
    },
    free(place) {
      const due = line[lineAt];
      if (due !== undefined) {
        lineAt += 1;
        sendNumber(place, (sent += 1), due);
        return;
      }
      free.push(place);
      if (isOver && free.length === places.length) finish();
    },
  };
}

function createTally() {
  const counts = new Map<string, number>();
  const latency = createHistogram();
  const late = createHistogram();
  const windows: number[] = [];
  let startedAt = 0;
  let bodyBytes = 0;
  return {
    late,
    begin: (): number => (startedAt = performance.now()),
    count(body: string, dueAt: number): void {
      const now = performance.now();
      const kind = kindOf(body);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      latency.record(now - dueAt);
      const window = Math.floor((now - startedAt) / WINDOW_MS);
      windows[window] = (windows[window] ?? 0) + 1;
      bodyBytes = body.length;
    },
    result: (secondsOfSending: number): LoadResult => ({
      answers: Object.fromEntries(counts),
      answered: latency.count,
      seconds: (performance.now() - startedAt) / 1_000,
      sustained: sustained(windows, (secondsOfSending * 1_000) / WINDOW_MS),
      bodyBytes,
      latency: latency.summary(),
      lateP99Ms: late.quantile(0.99) ?? 0,
    }),
  };
}

/** Of the whole windows alone: in the last one nothing more is sent. */
function sustained(windows: readonly number[], count: number): number {
  const whole = Array.from(
    { length: Math.min(Math.floor(count), windows.length - 1) },
    (_, at) => windows[at] ?? 0,
  );
  const ascending = whole.toSorted((one, other) => one - other);
  return ((ascending[Math.floor(ascending.length / WORSE_ONE_IN)] ?? 0) * 1_000) / WINDOW_MS;
}

const NAME = '"__typename":"';

/** The first type that an answer names: that of the union of ends. */
function kindOf(body: string): string {
  const from = body.indexOf(NAME) + NAME.length;
  return from < NAME.length ? 'error' : body.slice(from, body.indexOf('"', from));
}
