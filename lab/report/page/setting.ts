import { element, type Element } from '../markup/element.ts';
import type { Environment, ServerFacts } from '../facts/report.ts';
import { count, plural, UNKNOWN } from '../words/figures.ts';
import { wordList } from './table.ts';

const GB = 1_000_000_000;

/** What the runs were measured on. */
export function setting({ address, version, postgres, redis, environment }: ServerFacts): Element {
  const product = [
    ['Product', `flash-sale ${version}`],
    ['Server', address],
    ['Stores', `${postgres ?? UNKNOWN}, ${redis ?? UNKNOWN}`],
  ] as const;
  return element(
    'section',
    { class: 'setting' },
    element('h2', {}, 'Measured on'),
    wordList([...product, ...(environment === null ? [SECRET] : environmentRows(environment))]),
  );
}

const SECRET = ['Machine', 'told to the admin only: this report was saved by somebody else'] as const;

function environmentRows(environment: Environment): (readonly [string, string])[] {
  const { node, system, cpu, cores, memoryBytes, workers, pools, postgresSettings, redisSettings } =
    environment;
  const each = workers === 1 ? '' : ' in each process';
  return [
    ['Machine', `${cpu}, ${plural(cores, 'core')}, ${(memoryBytes / GB).toFixed(1)} GB of memory`],
    ['System', `${system}, Node ${node}`],
    ['Processes', count(workers)],
    ['Connections', pools.map(({ name, connections }) => `${name} ${count(connections)}`).join(', ') + each],
    ['PostgreSQL', settingWords(postgresSettings)],
    ['Redis', settingWords(redisSettings)],
  ];
}

const settingWords = (settings: Environment['postgresSettings']): string =>
  settings.length === 0 ? UNKNOWN : settings.map(({ name, value }) => `${name} ${value}`).join(', ');
