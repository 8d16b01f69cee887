import type { Hash, JobId } from '@manyhands/protocol';
import type { JobTerms } from '../dispatch/journal.ts';
import { ITEM_FUEL_CAP } from './items.ts';
import type { Settings } from './settings.ts';

/** The one job of a simulation: free of charge unless its caller says otherwise. */
export function termsOf(settings: Settings): JobTerms {
  return {
    id: 'job' as JobId,
    title: 'simulated',
    researcher: 'r',
    kernel: 'k' as Hash,
    kernelName: 'k',
    build: 'b' as Hash,
    hooked: 'h' as Hash,
    datasets: [],
    itemCount: settings.units * settings.itemsPerUnit,
    unitItems: settings.itemsPerUnit,
    fuelCap: ITEM_FUEL_CAP,
    rate: 1_000_000_000,
    policy: settings.policy,
    price: null,
    drawSecret: new Uint8Array(32).map((_, i) => (settings.seed * 31 + i * 7) & 255),
  };
}
