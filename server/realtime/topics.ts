/** The whole vocabulary between replicas. Messages are hints: whoever misses one finds out from Postgres or Redis later. */
export interface Topics {
  /** A sale has another fence, epoch, state or stock than before. */
  readonly saleChanged: { readonly saleId: string };
  /** An attack has new figures; `attack` is the API's shape as JSON, with dates as text. */
  readonly attackChanged: { readonly attackId: string; readonly attack: unknown };
  /** Purchases that were promised an end have it now. */
  readonly reservationsEnded: { readonly reservationIds: readonly string[] };
  /** Whoever runs this attack should stop it. */
  readonly attackStopped: { readonly attackId: string };
  /** Every other replica should finish what it owes to purchases it has answered, and say so under this number. */
  readonly quietAsked: { readonly ask: string; readonly saleId?: string };
  /** A replica has done so; `inFlight` are its purchases that have not ended, of that sale if one was named. */
  readonly quietAnswered: { readonly ask: string; readonly inFlight: number };
  /** A replica lives: said every two seconds. */
  readonly replicaLives: { readonly replicaId: string };
  /** A replica was seen to die: nobody has to wait until its attacks have been silent for long enough. */
  readonly replicaGone: { readonly replicaId: string };
}

/** A name in the vocabulary. */
export type Topic = keyof Topics;
