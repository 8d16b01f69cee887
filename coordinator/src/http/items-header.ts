/** How many items the results of a job that keeps a fold cover. */
export const ITEMS_HEADER = 'manyhands-items';
