import { LIMITS } from '@manyhands/protocol';
import type { StoredDataset } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { bytesWords, countWords, shortHash } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { dateWords } from '../amounts.ts';
import { addressOf } from '../routes.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';

function Jobs({ of }: { readonly of: StoredDataset }) {
  const { uses } = words('consoleJob').datasets;
  if (of.jobs === 0) return <span class="quiet">{uses.none}</span>;
  const more = of.jobs - of.latest.length;
  return (
    <>
      {of.latest.map(({ job, title }, i) => (
        <>
          {i > 0 && ', '}
          <a key={job} href={addressOf({ page: 'job', job })}>
            {title}
          </a>
        </>
      ))}
      {more > 0 && ` + ${countWords(more)}`} <span class="quiet">({uses[of.use]})</span>
    </>
  );
}

function Line({ each }: { readonly each: StoredDataset }) {
  const { gone, unnamed } = words('consoleJob').datasets;
  return (
    <tr>
      <th scope="row">{each.name || <span class="quiet">{unnamed}</span>}</th>
      <td>{each.size === null ? gone : bytesWords(each.size)}</td>
      <td>
        <Jobs of={each} />
      </td>
      <td>{dateWords(each.at)}</td>
      <td>
        <code title={each.hash}>{shortHash(each.hash)}</code>
      </td>
    </tr>
  );
}

/** Stores a file under its hash; says what became of it. */
function Upload({ stored }: { readonly stored: () => void }) {
  const say = words('consoleJob').datasets;
  const said = useSignal<(() => string) | null>(null);
  const problem = useSignal<Error | null>(null);
  const take = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    said.value = problem.value = null;
    try {
      const most = bytesWords(LIMITS.blobBytes);
      if (file.size > LIMITS.blobBytes) throw new Error(say.tooLarge(most));
      await client.value.upload(new Uint8Array(await file.arrayBuffer()), file.name.slice(0, 200));
      said.value = () => words('consoleJob').datasets.stored(file.name);
      stored();
    } catch (error) {
      problem.value = error as Error;
    }
    input.value = '';
  };
  return (
    <>
      <label class="upload">
        <span>
          {say.upload} <span class="quiet">{say.most(bytesWords(LIMITS.blobBytes))}</span>
        </span>
        <input type="file" onChange={(event) => take(event.currentTarget)} />
      </label>
      <p role="status" class="quiet">
        {said.value?.()}
      </p>
      <Trouble problem={problem.value} />
    </>
  );
}

/** Bytes that the account sent or that its jobs use. */
export function DatasetsPage() {
  const say = words('consoleJob').datasets;
  const older = useSignal<readonly StoredDataset[]>([]);
  const next = useSignal<string | null | undefined>(undefined);
  const { value, problem, again } = usePolled(() => client.value.datasets(), null, 'datasets');
  const page = value.value;
  const before = next.value === undefined ? page?.next : next.value;
  const goOn = async (): Promise<void> => {
    try {
      const found = await client.value.datasets(before as string);
      older.value = [...older.value, ...found.datasets];
      next.value = found.next;
    } catch (error) {
      problem.value = error as Error;
    }
  };
  const list = [...(page?.datasets ?? []), ...older.value];
  return (
    <section class="panel" aria-labelledby="datasets-title">
      <h2 id="datasets-title">{say.title}</h2>
      <p class="quiet lead">
        {say.lead} {say.kept}
      </p>
      <Upload stored={again} />
      <Trouble problem={problem.value} />
      {page !== undefined && list.length === 0 && <p>{say.none}</p>}
      {list.length > 0 && (
        <Table label={say.title} head={[say.name, say.size, say.jobs, say.since, say.hash]}>
          {list.map((each) => (
            <Line key={each.hash} each={each} />
          ))}
        </Table>
      )}
      {before != null && (
        <button type="button" class="small" onClick={goOn}>
          {say.more}
        </button>
      )}
    </section>
  );
}
