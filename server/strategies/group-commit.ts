import { PURCHASE_GROUP, purchaseGroupSource } from '../postgres/purchase-group.ts';
import type { StrategyDefinition } from './strategy.ts';

/** One lock and one commit for everybody who came while the group before was under way. */
export const groupCommit: StrategyDefinition = {
  title: 'Group commit',
  description: 'Concurrent buyers of a sale share one Postgres transaction.',
  safe: true,
  usesRedis: false,
  gated: false,
  source: `${PURCHASE_GROUP};\n\n${purchaseGroupSource}`,
  why: 'One transaction locks the row, decides about everybody in the group in the order of their arrival, and commits once. Whoever is in it is decided under the lock.',
  costs:
    'The price of a lock and a commit, shared by up to 1,024 buyers: the more come, the less each pays. A buyer alone pays what a single purchase costs; there is no timer to wait for.',
  survives:
    'A group that fails as a whole is split, so that one poisoned order fails alone. A server that dies in the middle has sold all of a group or nothing of it.',
  choose:
    'For the most orders on one database without a second store. With Redis in front of it, those who come too late are turned away before they get here.',

  create: ({ groups }) => ({ purchase: (request) => groups.purchase(request) }),
};
