import { expect, it } from 'vitest';
import { type KernelStanding, quoteRefusal, withheldReason } from './kernel-standing.ts';

const standing = (changes: Partial<KernelStanding> = {}): KernelStanding => ({
  review: 'pending',
  reviewReason: '',
  stopped: null,
  stoppedReason: '',
  ...changes,
});
const stopped = { stopped: new Date(0), stoppedReason: 'it mines' };

it.each([
  ['open', {}, undefined],
  ['open', { review: 'refused' }, 'KERNEL_REFUSED'],
  ['reviewed', {}, 'KERNEL_UNREVIEWED'],
  ['reviewed', { review: 'approved' }, undefined],
  ['listed', {}, 'KERNEL_UNLISTED'],
  ['listed', { review: 'approved' }, undefined],
  ['open', stopped, 'KERNEL_STOPPED'],
  ['reviewed', { review: 'approved', ...stopped }, 'KERNEL_STOPPED'],
  ['listed', { review: 'refused', ...stopped }, 'KERNEL_STOPPED'],
] as const)('[KS2] where publication is %s, a kernel with %j is withheld by %s', (policy, changes, code) => {
  expect(withheldReason(policy, standing(changes))?.code).toBe(code);
});

it('[KS2] what waits for review may be quoted, what is stopped, refused or not listed may not', () => {
  expect(quoteRefusal('reviewed', standing())).toBeNull();
  expect(quoteRefusal('listed', standing())?.code).toBe('KERNEL_UNLISTED');
  expect(quoteRefusal('open', standing({ review: 'refused' }))?.code).toBe('KERNEL_REFUSED');
  expect(quoteRefusal('reviewed', standing(stopped))?.code).toBe('KERNEL_STOPPED');
});

it('says the operator’s words where there are some', () => {
  expect(withheldReason('open', standing(stopped))?.sentence).toBe(
    'The operator has stopped this kernel; nothing of it runs anywhere. The reason given: it mines',
  );
});
