/** The source that somebody works on, kept in this browser so that a closed tab loses nothing. */
import { signal } from '@preact/signals';
import { storage } from '../../shared/storage.ts';
import { EXAMPLES } from './examples.ts';

const KEPT = 'manyhands-kernel-draft';

const kept = (): string | null => storage((place) => place.getItem(KEPT));

export const source = signal(kept() ?? EXAMPLES[0].source);

export function write(text: string): void {
  source.value = text;
  storage((place) => place.setItem(KEPT, text));
}
