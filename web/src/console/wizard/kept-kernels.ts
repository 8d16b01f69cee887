/** The kernels that were published from this browser last, so that a job can be made of one again. */
import { storage } from '../../shared/storage.ts';

export interface KeptKernel {
  readonly kernel: string;
  readonly name: string;
}

const KEPT = 'manyhands-published-kernels';
const MOST = 10;

/** The latest first. */
export function keptKernels(): readonly KeptKernel[] {
  try {
    const kept: unknown = JSON.parse(storage((place) => place.getItem(KEPT)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isKept).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

const isKept = (each: Partial<KeptKernel> | null): each is KeptKernel =>
  typeof each?.name === 'string' && /^[0-9a-f]{64}$/.test(each.kernel ?? '');

export function keepKernel({ kernel, name }: KeptKernel): void {
  const others = keptKernels().filter((each) => each.kernel !== kernel);
  storage((place) => place.setItem(KEPT, JSON.stringify([{ kernel, name }, ...others].slice(0, MOST))));
}
