/** Publishes the draft: the coordinator compiles the same source, and so gets the same kernel. */
import type { PublishedKernel } from '@manyhands/sdk';
import { signal } from '@preact/signals';
import { attempting } from '../../shared/attempt.ts';
import { words } from '../../words/words.ts';
import { sayError } from '../saying.ts';
import { client } from '../session.ts';
import { keepKernel } from '../wizard/kept-kernels.ts';
import { source } from './draft.ts';
import type { Compiled } from './messages.ts';

export const said = signal<(() => string) | null>(null);
export const problem = signal<(() => string) | null>(null);
export const isPublishing = signal(false);
/** The last one that was published here. */
export const published = signal<PublishedKernel | null>(null);

const attempt = attempting(said, problem, sayError);

export const publish = (compiled: Compiled, name: string): Promise<void> =>
  attempt(async () => {
    isPublishing.value = true;
    try {
      const kernel = { source: source.value, ...(name === '' ? {} : { name }) };
      published.value = await client.value.publish(kernel);
      keepKernel(published.value);
      const isSame = published.value.kernel === compiled.kernel;
      said.value = () => (isSame ? words('console').publish.same : words('console').publish.other);
    } finally {
      isPublishing.value = false;
    }
  });
