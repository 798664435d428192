import { redisFaults } from './redis-faults.ts';
import { roundsOnCluster } from './rounds.ts';

roundsOnCluster().test(redisFaults);
