/** The door for tests and benches of other packages: databases as this coordinator uses them. */
export { openDb } from '../db/open.ts';
export { type Cluster, startPostgres } from '../db/testing/postgres.ts';
export { type PayoutReport, type PayoutSizes, payout } from './payout.ts';
export { storedUnits } from './stored-units.ts';
