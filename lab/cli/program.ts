import { Command, Option } from 'commander';
import { addCommonOptions, addLoadOptions } from './attack-options.ts';
import { packageVersion } from './built-file.ts';
import { attack, type AttackOptions } from './commands/attack.ts';
import { audit } from './commands/audit.ts';
import { compare, type CompareOptions } from './commands/compare.ts';
import { serve, type ServeOptions } from './commands/serve.ts';
import { EXIT_WORDS } from './exit-code.ts';
import { wholeNumber } from './number-option.ts';
import type { CommonOptions } from './session.ts';
import type { Terminal } from './terminal.ts';

const ROUNDS_MAX = 100;
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
  return program;
}

const OWN_SERVER = `attack, compare and audit talk to a server that runs. Where none does and no --url is given, they start
one for their own time, on the data directory of \`npm start\` and a free port, and stop it at the end.`;

function addServe(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  program
    .command('serve')
    .description('start the server, as `npm start` does')
    .option('--port <port>', 'where it listens (default: PORT, 4000)', wholeNumber({ min: 0, max: PORT_MAX }))
    .option('--data-dir <folder>', 'where it keeps its data (default: DATA_DIR, ./.data)')
    .option('--workers <n>', 'processes that serve, or auto: one to each processor (default: WORKERS, 1)')
    .option('--json', 'one JSON document on standard output once it serves')
    .addHelpText('after', examples(['flash-sale serve', 'flash-sale serve --port 4001 --data-dir other']))
    .action(async (options: ServeOptions) => onEnd(await serve(options, terminal)));
}

function addAttack(program: Command, terminal: Terminal, onEnd: (exitCode: number) => void): void {
  const command = program
    .command('attack')
    .description('let thousands of buyers loose on a sale, and judge the books afterwards')
    .option('--strategy <name>', 'how purchases take their units', 'REDIS_LUA');
  addCommonOptions(
    addLoadOptions(command)
      .option('--seed <n>', 'repeats the buyers, keys and order of an earlier attack', wholeNumber())
      .addOption(noReset()),
  )
    .addHelpText(
      'after',
      examples([
        'flash-sale attack --strategy NO_LOCK',
        'flash-sale attack --strategy redis-lua --requests 20000 --concurrency 500 --stock 1000',
        'flash-sale attack --strategy ROW_LOCK --rate 500 --requests 5000',
        'flash-sale attack --strategy ROW_LOCK --json | jq .verdict',
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
  addCommonOptions(addLoadOptions(command))
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

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n\n${EXIT_WORDS}`;
}
