/** Every bound of the product, named, units last. */
export const limits = {
  quantityMax: 1_000,
  stockMax: 1_000_000,
  raceWindowMaxMs: 1_000,
  buyerIdMaxChars: 64,
  /** Of words that people write: a product's description is the longest. */
  nameMaxChars: 200,
  descriptionMaxChars: 2_000,
  reasonMaxChars: 500,
  priceMaxCents: 1_000_000_000,
  salesMax: 1_000,
  productsMax: 10_000,
  /** How long a hold may last, as long as a checkout takes. */
  holdSecondsMin: 5,
  holdSecondsMax: 900,
  ordersPageMax: 100,
  eventsPageMax: 100,
  /** Exports that a replica writes at once: each holds a connection and a snapshot. */
  exportsMax: 2,
  attacksPageMax: 100,
  /** Oversold units that an audit explains one by one; the rest are counted. */
  witnessesMax: 60,
  /** Changes of the stock's row that are kept with them, the latest ones. */
  witnessChangesMax: 500,
  /** Orders of an epoch, from the first on, that are searched for witnesses. */
  witnessOrdersMax: 100_000,
  /** Attempts that a replica keeps in memory until they are written; more are forgotten. */
  attemptsWaitingMax: 20_000,
  attemptsBatchMax: 1_000,
  attackRequestsMax: 100_000,
  attackConcurrencyMax: 2_000,
  attackRateMax: 20_000,
  /** Within which all buyers of an OPEN attack have to arrive: the generator ends a run after two minutes. */
  attackArrivalsMaxSeconds: 100,
  statsIntervalMinMs: 100,
  statsIntervalMaxMs: 5_000,
  /** A purchase that is still undecided by then is answered InProgress. */
  purchaseDeadlineMs: 3_000,
  /** After which a buyer who was told to come back should. */
  retryAfterMs: 250,
  /** Purchases under way in one replica; more are turned away at once. */
  purchasesInFlightMax: 10_000,
  /** How often a purchase that met another fence is asked again. */
  fencedRetriesMax: 4,
  /** Step-throughs open in one replica: each has three or more sessions of Postgres. */
  stepSessionsMax: 4,
  /** One that nobody touches is closed after so long. */
  stepSessionIdleMs: 120_000,
  stepStockMax: 100,
  /** Turns of one session. */
  stepsMax: 500,
  /** How long a turn waits for what it set off, as for a pause between two attempts, before it says that it goes on. */
  stepSettleMs: 5_000,
  /** Schedules that one exploration runs, and how long it may take. */
  exploreRunsMax: 400,
  exploreMaxMs: 60_000,
  /** Points of one operation: `server/graphql/operation-cost.ts`. The longest one of the dashboard costs half of them. */
  operationCostMax: 2_000,
  /** Points of a field at the root that says nothing else: each goes to a store. */
  rootFieldCost: 40,
  /** Fields inside of one another; a whole introspection has 15. */
  operationDepthMax: 20,
  /** Names, signs and values in the text of one operation; the longest one of the dashboard has 200. */
  operationTokensMax: 2_000,
} as const;
