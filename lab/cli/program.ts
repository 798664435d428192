import { Command, Option } from 'commander';
import { addCommonOptions, addLoadOptions } from './attack-options.ts';
import { packageVersion } from './built-file.ts';
import { attack, type AttackOptions } from './commands/attack.ts';
import { audit } from './commands/audit.ts';
import { compare, type CompareOptions } from './commands/compare.ts';
import { exportHistory, type ExportOptions } from './commands/export.ts';
import { report, type ReportCommandOptions } from './commands/report.ts';
import { serve, type ServeOptions } from './commands/serve.ts';
import { EXIT_WORDS } from './exit-code.ts';
import { wholeNumber } from './number-option.ts';
import { addReportOptions } from './report/report-option.ts';
import type { CommonOptions } from './session.ts';
import type { Terminal } from './terminal.ts';

const ROUNDS_MAX = 100;
/** As many runs as the server lists at once. */
const LAST_MAX = 100;
const LAST_DEFAULT = 50;
const PORT_MAX = 65_535;

/** The command line over a terminal. `onEnd` gets the exit code of the command that was run. */
export function createProgram(terminal: Terminal, onEnd: (exitCode: number) => void): Command {
  const program = new Command('flash-sale')
    .description("Sells exactly what there is, and shows why others don't.")
    .version(packageVersion(), '--version', 'say which version this is')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
    })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', `\n${OWN_SERVER}\n\n${EXIT_WORDS}`);
  addServe(program, terminal, onEnd);
  addAttack(program, terminal, onEnd);
  addCompare(program, terminal, onEnd);
  addAudit(program, terminal, onEnd);
  addReport(program, terminal, onEnd);
  addExport(program, terminal, onEnd);
  return program;
}

const SERVE_WORDS = 'Exit code: 0 it was stopped, 1 it could not start, 2 the command was given wrongly.';

const OWN_SERVER = `attack, compare, audit and report talk to a server that runs. Where none does and no --url is given, they start
one for their own time, on the data directory of \`npm start\` and a free port, and stop it at the end.`;

function addServe(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  program
    .command('serve')
    .description('start the server, as `npm start` does')
    .option('--port <port>', 'where it listens (default: PORT, 4000)', wholeNumber({ min: 0, max: PORT_MAX }))
    .option('--data-dir <folder>', 'where it keeps its data (default: DATA_DIR, ./.data)')
    .option('--workers <n>', 'processes that serve, or auto: one to each processor (default: WORKERS, 1)')
    .option('--json', 'one JSON document on standard output once it serves')
    .addHelpText(
      'after',
      `${exampleLines(['flash-sale serve', 'flash-sale serve --port 4001 --data-dir other'])}\n\n${SERVE_WORDS}`,
    )
    .action(async (options: ServeOptions) => onEnd(await serve(options, terminal)));
}

function addAttack(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  const command = program
    .command('attack')
    .description('let thousands of buyers loose on a sale, and judge the books afterwards')
    .option('--strategy <name>', 'how purchases take their units', 'REDIS_LUA');
  addReportOptions(
    addCommonOptions(
      addLoadOptions(command)
        .option('--seed <n>', 'repeats the buyers, keys and order of an earlier attack', wholeNumber())
        .addOption(noReset()),
    ),
  )
    .addHelpText(
      'after',
      examples([
        'flash-sale attack --strategy NO_LOCK',
        'flash-sale attack --strategy redis-lua --requests 20000 --concurrency 500 --stock 1000',
        'flash-sale attack --strategy ROW_LOCK --rate 500 --requests 5000',
        'flash-sale attack --strategy ROW_LOCK --json | jq .verdict',
        'flash-sale attack --strategy NO_LOCK --report oversold.html',
      ]),
    )
    .action(async (options: AttackOptions) => onEnd(await attack(options, terminal)));
}

/** Stock and race window are put in place by the reset: asked for without one they would do nothing. */
function noReset(): Option {
  return new Option('--no-reset', 'attack the sale as it is, without a reset').conflicts([
    'stock',
    'raceWindow',
  ]);
}

function addCompare(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  const command = program
    .command('compare')
    .description('attack with several strategies in interleaved rounds, and rank them')
    .option('--strategies <list>', 'all, safe, or names with commas between them', 'all')
    .option('--rounds <n>', 'how often each is run', wholeNumber({ min: 1, max: ROUNDS_MAX }), 3);
  addReportOptions(addCommonOptions(addLoadOptions(command)))
    .addHelpText(
      'after',
      `${examples([
        'flash-sale compare --strategies all --requests 2000 --concurrency 200 --stock 100',
        'flash-sale compare --strategies ROW_LOCK,REDIS_LUA --rounds 10 --json > comparison.json',
      ])}\n\nThe exit code is that of the safe strategies: the unsafe ones are expected to oversell.`,
    )
    .action(async (options: CompareOptions) => onEnd(await compare(options, terminal)));
}

function addAudit(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  const command = program
    .command('audit')
    .description('hold the books of a sale against each other, account by account')
    .argument('[saleId]', 'the sale', '1');
  addCommonOptions(command)
    .addHelpText('after', examples(['flash-sale audit', 'flash-sale audit 1 --json']))
    .action(async (saleId: string, options: CommonOptions) => onEnd(await audit(saleId, options, terminal)));
}

function addReport(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  const command = program
    .command('report')
    .description('keep runs as one HTML file that needs no network, with its JSON beside it')
    .argument('[runIds...]', 'the runs (default: the last of a sale)')
    .option('--sale <id>', 'whose last runs (default: the first lab sale)')
    .option('--last <n>', 'how many runs to look back', wholeNumber({ min: 1, max: LAST_MAX }), LAST_DEFAULT)
    .option('--out <file>', 'where to (default: flash-sale-report-....html, here)')
    .option('--force', 'replace the report of that name if there is one');
  addCommonOptions(command)
    .addHelpText(
      'after',
      exampleLines([
        'flash-sale report',
        'flash-sale report --last 12 --out report.html',
        'flash-sale report RUN-ID OTHER-RUN-ID --json',
      ]) + `\n\n${WRITTEN_WORDS}`,
    )
    .action(async (ids: readonly string[], options: ReportCommandOptions) =>
      onEnd(await report(ids, options, terminal)),
    );
}

function addExport(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  program
    .command('export')
    .description("write a sale's whole history to a file")
    .requiredOption('--sale <id>', 'the sale')
    .option('--format <format>', 'jsonl (one JSON object a line) or csv', 'jsonl')
    .option('--out <file>', 'where to (default: sale-<id>.<format>, here)')
    .option('--url <url>', 'the server (default: FLASH_SALE_URL, else PORT of this machine)')
    .option('--token <token>', 'the admin token (default: FLASH_SALE_TOKEN, ADMIN_TOKEN, DATA_DIR)')
    .option('--force', 'replace the file of that name if there is one')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', exampleLines(['flash-sale export --sale 1 --format csv']) + `\n\n${WRITTEN_WORDS}`)
    .action(async (options: ExportOptions) => onEnd(await exportHistory(options, terminal)));
}

const WRITTEN_WORDS = `Exit code: 0 it is written, 2 the command was given wrongly: there is no such run, sale or folder, or the
file is there already, 3 it could not be written.`;

const exampleLines = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

function examples(lines: readonly string[]): string {
  return `${exampleLines(lines)}\n\n${EXIT_WORDS}`;
}
