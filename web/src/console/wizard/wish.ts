/** What somebody wishes for a job besides kernel and inputs. */
import type { Category, Policy } from '@manyhands/protocol';
import { computed, signal } from '@preact/signals';
import { storage } from '../../shared/storage.ts';

const TOLD = 'manyhands-told-visible';

/** Whether it was read that strangers see what they compute; remembered. */
export const wasTold = signal(storage((kept) => kept.getItem(TOLD)) === 'yes');

export function tellRead(isRead: boolean): void {
  wasTold.value = isRead;
  storage((kept) => (isRead ? kept.setItem(TOLD, 'yes') : kept.removeItem(TOLD)));
}

export const title = signal('');
export const category = signal<Category>('other');

/** How answers are checked, from the least to the most. */
export type Assurance =
  | { readonly kind: 'usual' }
  /** The certificate shall leave at most this share of wrong items possible. */
  | { readonly kind: 'bound'; readonly targetBound: number }
  | { readonly kind: 'policy'; readonly policy: Policy };

const quorum = (equal: number): Assurance => ({
  kind: 'policy',
  policy: { kind: 'quorum', executions: equal + 1, equal },
});

/** The places of the slider. */
export const ASSURANCES: readonly Assurance[] = [
  { kind: 'usual' },
  { kind: 'bound', targetBound: 0.01 },
  { kind: 'bound', targetBound: 0.001 },
  { kind: 'bound', targetBound: 0.0001 },
  { kind: 'bound', targetBound: 0.00001 },
  quorum(2),
  quorum(3),
];

export const place = signal(0);
/** A policy that the coordinator offered instead of what the slider asks for. */
export const offered = signal<Policy | null>(null);

export const assurance = computed<Assurance>(() =>
  offered.value === null ? ASSURANCES[place.value] : { kind: 'policy', policy: offered.value },
);

/** The part of a request for a job that says how it is checked. */
export function asked(wanted: Assurance): { policy?: Policy; targetBound?: number } {
  if (wanted.kind === 'usual') return {};
  return wanted.kind === 'bound' ? { targetBound: wanted.targetBound } : { policy: wanted.policy };
}
