import { describe, expect, test } from 'vitest';
import { codeRules } from './tidy/code-rules.ts';
import { documentRules } from './tidy/document-rules.ts';
import { readHouse } from './tidy/house.ts';
import { importRules } from './tidy/import-rules.ts';
import { luaRules } from './tidy/lua-rules.ts';
import { sizeRules } from './tidy/size-rules.ts';
import { testRules } from './tidy/test-rules.ts';
import { textRules } from './tidy/text-rules.ts';

const rules = [
  ...importRules,
  ...sizeRules,
  ...codeRules,
  ...luaRules,
  ...testRules,
  ...textRules,
  ...documentRules,
];

describe('the house is tidy', () => {
  const house = readHouse();

  test.for(rules)('$title', ({ check }) => {
    expect(check(house)).toEqual([]);
  });
});

describe('a breach is found', () => {
  test.for(rules)('$title', ({ check, breaches }) => {
    for (const breach of breaches) expect.soft(check([breach]), breach.path).not.toEqual([]);
  });
});
