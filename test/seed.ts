/**
 * Property tests run on the same cases each time, so that a run says something of the change and nothing of its luck.
 * `MANYHANDS_TEST_SEED=random` looks at others, or a number at those of a seed.
 */
import fc from 'fast-check';

const asked = process.env.MANYHANDS_TEST_SEED ?? '1';
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
