export { Fold, type FoldCounts, type FoldState, fitsKeep } from './fold.ts';
export type { Bin } from './histogram.ts';
export { KEEP_LIMITS, type Keep, type KeepPlan, planKeep, type Reduction, type Top } from './keep.ts';
export type { FoldLine } from './reducers.ts';
export type { KeptRow } from './top-rows.ts';
