import { postgresFaults } from './postgres-faults.ts';
import { roundsOnCluster } from './rounds.ts';

roundsOnCluster().test(postgresFaults);
