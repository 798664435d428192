import { type Command, InvalidArgumentError } from 'commander';
import { type AttackInput, type LoadModel, loadModels, type PurchaseStrategy } from '../../sdk/index.ts';
import { wholeNumber } from './number-option.ts';
import type { CommonOptions } from './session.ts';

/** What `attack` and `compare` both take. */
export interface LoadOptions extends CommonOptions {
  readonly sale: string;
  readonly requests: number;
  readonly concurrency: number;
  readonly model?: LoadModel;
  readonly rate?: number;
  readonly stock: number;
  /** False by --no-reset: the sale is attacked as it is. */
  readonly reset: boolean;
  readonly raceWindow?: number;
  readonly seed?: number;
}

/** OPEN for open as well. */
function loadModel(text: string): LoadModel {
  const found = loadModels.find((model) => model === text.toUpperCase());
  if (found === undefined) throw new InvalidArgumentError('It must be closed or open.');
  return found;
}

/** --json, --url and --token. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the server (default: http://127.0.0.1:4000, the port by PORT as well)')
    .option('--token <token>', 'the admin token (default: ADMIN_TOKEN, else the one in DATA_DIR, ./.data)')
    .option('--json', 'one JSON document on standard output, no progress bar');
}

/** The options of a load. */
export function addLoadOptions(command: Command): Command {
  const whole = wholeNumber();
  return command
    .option('--requests <n>', 'purchases in all, each by a buyer of its own', whole, 2_000)
    .option('--concurrency <n>', 'buyers at once, each with a connection of its own', whole, 100)
    .option(
      '--model <model>',
      'closed: buyers wait for their answers; open: they arrive by --rate',
      loadModel,
    )
    .option('--rate <n>', 'buyers that arrive in a second, at random times; means --model open', whole)
    .option('--stock <units>', 'what the sale is reset to before', whole, 100)
    .option(
      '--race-window <ms>',
      'milliseconds between read and write of the unsafe strategies; it stays with the sale (default: as it is)',
      whole,
    )
    .option('--sale <id>', 'the sale to attack', '1');
}

/** The attack that the options ask for. */
export function attackInput(options: LoadOptions, strategy: PurchaseStrategy): AttackInput {
  return {
    saleId: options.sale,
    strategy,
    requests: options.requests,
    concurrency: options.concurrency,
    model: options.model ?? (options.rate === undefined ? 'CLOSED' : 'OPEN'),
    requestsPerSecond: options.rate,
    stock: options.reset ? options.stock : null,
    raceWindowMs: options.raceWindow,
    seed: options.seed,
  };
}
