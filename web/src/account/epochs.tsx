import { signal } from '@preact/signals';
import { ask } from '../shared/ask.ts';
import { amountWords } from '../shared/words.ts';
import { formats, words } from '../words/words.ts';

interface Epoch {
  readonly epoch: number;
  readonly pays: string;
  readonly leaves: string;
  readonly at: string;
}

const epochs = signal<readonly Epoch[]>([]);

/** None where nobody is paid, or the coordinator does not answer. */
export async function lookAtEpochs(): Promise<void> {
  epochs.value = await ask<{ epochs: Epoch[] }>('/v1/epochs').then(
    (reply) => reply.epochs,
    () => [],
  );
}

/** The last settlements, and the lists by which anybody can claim without this coordinator. */
export function Epochs() {
  if (epochs.value.length === 0) return null;
  const { title, explained, epoch, paid, list } = words('account').epochs;
  return (
    <section class="panel" aria-labelledby="epochs-title">
      <h2 id="epochs-title">{title}</h2>
      <p class="quiet">{explained}</p>
      <ul>
        {epochs.value.map((each) => (
          <li key={each.leaves}>
            {epoch(
              each.epoch,
              formats().date(new Date(each.at), { dateStyle: 'medium', timeStyle: 'short' }),
            )}{' '}
            {paid(`${amountWords(BigInt(each.pays))} ${words('common').token}`)}{' '}
            <a href={`/v1/blobs/${each.leaves}`} download={`leaves-${each.epoch}`}>
              {list}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
