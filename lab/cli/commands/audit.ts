import type { Audit, Sale } from '../../../sdk/index.ts';
import { exitCodeOf } from '../exit-code.ts';
import { usageFailure } from '../failure.ts';
import { writeJson } from '../json.ts';
import { createPaint, type Paint } from '../paint.ts';
import { type CommonOptions, openSession } from '../session.ts';
import { properties } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type Testimony, witnessLines, withoutSteps } from '../witnesses.ts';
import { count } from '../words.ts';

/** `flash-sale audit [saleId]`: what the books say, account by account. Answers with the exit code. */
export async function audit(saleId: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  await using session = await openSession(options, terminal, { admin: false });
  const { client, signal, url } = session;
  const sale = await client.sale(saleId, { signal });
  if (sale === null) throw usageFailure(`There is no sale ${saleId} at ${url}.`);
  const books = await client.audit(saleId, { signal });
  const exitCode = exitCodeOf(books.verdict);
  if (options.json === true)
    writeJson(terminal.stdout, {
      verdict: books.verdict,
      exitCode,
      server: url,
      sale,
      audit: withoutSteps(books),
    });
  else terminal.stdout.write(`${auditLines({ sale, books }, createPaint(terminal)).join('\n')}\n`);
  return exitCode;
}

function auditLines({ sale, books }: { sale: Sale; books: Audit & Testimony }, paint: Paint): string[] {
  const accounts = properties([
    ['stock', count(books.stock)],
    ['sold', count(books.sold)],
    ['held', count(books.held)],
    ['pooled', count(books.pooled)],
    ['remaining', count(books.remaining)],
    ['Redis says', books.redisRemaining === null ? 'nothing' : count(books.redisRemaining)],
    ['oversold', count(books.oversold)],
    ['undersold', count(books.undersold)],
    ['duplicates', count(books.duplicates)],
    ['drift', count(books.drift)],
    ['unknown ends', count(books.unknown)],
  ]);
  return [
    `${paint(books.verdict, books.verdict)}  ${books.explanation}`,
    '',
    `  Sale ${sale.id}, ${sale.product.name}, ${sale.mode}, ${sale.state}, epoch ${books.epoch}`,
    ...accounts.map((line) => `  ${line}`),
    ...witnessLines(books),
  ];
}
