import { Counter, Gauge, type Registry } from 'prom-client';

/** What is counted of the pushing. */
export interface PushMetrics {
  /** Frames of shared feeds that were executed and written, each once for all who selected the same. */
  readonly written: Counter;
  readonly sent: Counter;
  /** Frames that a subscriber missed, because a newer one came before its socket took them. */
  readonly skipped: Counter;
  /** Sockets that were cut because they took nothing any more. */
  readonly cut: Counter;
}

/** Gauges that are read when somebody asks. */
export interface PushGauges {
  sockets(): number;
  subscriptions(): number;
}

/** Counts in the registry of the app. */
export function createPushMetrics(registry: Registry, gauges: PushGauges): PushMetrics {
  const registers = [registry];
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: (): void => made.set(read()) });
  };
  gauge('flash_sale_sockets', 'Open WebSockets.', gauges.sockets);
  gauge('flash_sale_subscriptions', 'Subscriptions under way.', gauges.subscriptions);
  return {
    written: counter(
      'flash_sale_frames_written_total',
      'Frames executed and written, once for all who share them.',
    ),
    sent: counter('flash_sale_frames_sent_total', 'Frames sent to subscribers of shared feeds.'),
    skipped: counter(
      'flash_sale_frames_skipped_total',
      'Frames a subscriber missed because a newer one came first.',
    ),
    cut: counter('flash_sale_sockets_cut_total', 'Sockets cut because they took nothing any more.'),
  };
}
