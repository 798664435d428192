import type { Environment } from '../domain/environment.ts';
import type { Log } from '../log.ts';
import type { Attacks } from '../services/attacks.ts';
import type { Auditor } from '../services/auditor.ts';
import type { Health } from '../services/health.ts';
import type { Holds } from '../services/holds.ts';
import type { Caller } from '../services/identity.ts';
import type { Ledger } from '../services/ledger.ts';
import type { Orders } from '../services/orders.ts';
import type { Purchases } from '../services/purchases.ts';
import type { ReservationFeed } from '../services/reservation-feed.ts';
import type { Reservations } from '../services/reservations.ts';
import type { SaleAdmin } from '../services/sale-admin.ts';
import type { Sales } from '../services/sales.ts';
import type { StatsFeed } from '../services/stats-feed.ts';
import type { Steps } from '../services/steps/steps.ts';

/** The use cases that resolvers call. */
export interface Services {
  readonly sales: Sales;
  readonly saleAdmin: SaleAdmin;
  readonly orders: Orders;
  readonly ledger: Ledger;
  readonly purchases: Purchases;
  readonly reservations: Reservations;
  readonly reservationFeed: ReservationFeed;
  readonly holds: Holds;
  readonly stats: StatsFeed;
  readonly auditor: Auditor;
  readonly attacks: Attacks;
  readonly steps: Steps;
  readonly health: () => Promise<Health>;
  readonly environment: () => Promise<Environment>;
}

/** What each operation is executed with, over HTTP and WebSocket alike. */
export interface Context {
  readonly services: Services;
  readonly caller: Caller;
  readonly requestId: string;
  readonly log: Log;
}
