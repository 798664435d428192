import { element, type Element } from '../markup/element.ts';

/** The pattern of what is out of date; `wit-stale` is filled with it. */
export const WITNESS_HATCH: Element = element(
  'defs',
  {},
  element(
    'pattern',
    {
      id: 'wit-hatch',
      width: 7,
      height: 7,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    element('rect', { class: 'wit-hatch', width: 1.75, height: 7 }),
  ),
);
