import type { Column, KernelSchema } from '@manyhands/protocol';
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { bytesWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import {
  type AxisDraft,
  FIRST_AXIS,
  givenBy,
  INPUT_KINDS,
  type InputsForm,
  itemsOf,
  takesRange,
} from './form.ts';

interface FileFieldProps {
  readonly label: string;
  readonly file: File | null;
  readonly take: (file: File) => void;
  readonly accept?: string;
}

/** A file, chosen or dropped. */
export function FileField({ label, file, take, accept }: FileFieldProps) {
  const over = useSignal(false);
  const { drop, chosen } = words('console').inputs;
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    over.value = event.type === 'dragover';
  };
  return (
    <label
      class={over.value ? 'drop over' : 'drop'}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={(event) => {
        drag(event);
        const [dropped] = event.dataTransfer?.files ?? [];
        if (dropped !== undefined) take(dropped);
      }}
    >
      <span>{label}</span>
      <input
        type="file"
        accept={accept}
        onChange={(event) => {
          const [picked] = event.currentTarget.files ?? [];
          if (picked !== undefined) take(picked);
        }}
      />
      <span class="quiet">{file === null ? drop : chosen(file.name, bytesWords(file.size))}</span>
    </label>
  );
}

const ENDS = ['from', 'to', 'step'] as const;

/** From, to and step of each column. */
function Axes({ form, columns }: { form: InputsForm; columns: readonly Column[] }) {
  const said = words('console').inputs;
  const change = (name: string, part: Partial<AxisDraft>): void => {
    const axis = { ...(form.axes.value[name] ?? FIRST_AXIS), ...part };
    form.axes.value = { ...form.axes.value, [name]: axis };
  };
  const given = givenBy(form, columns);
  const items = given?.kind === 'range' ? itemsOf(given.axes) : null;
  return (
    <>
      {columns.map(({ name }) => (
        <fieldset key={name} class="axis">
          <legend>
            <code>{name}</code>
          </legend>
          {ENDS.map((end) => (
            <label key={end}>
              <span>{said.ends[end]}</span>
              <input
                type="text"
                inputMode="numeric"
                value={(form.axes.value[name] ?? FIRST_AXIS)[end]}
                onInput={(event) => change(name, { [end]: event.currentTarget.value })}
              />
            </label>
          ))}
        </fieldset>
      ))}
      <p class={items === null || items === 0n ? 'wrong' : 'quiet'} role="status">
        {items === null ? said.notWhole : said.items(formats().compact(items))}
      </p>
    </>
  );
}

const TABLES = '.csv,.tsv,.tab,.ndjson,.jsonl,.fasta,.fa,.fna,.fastq,.fq,.gz';

/** What a kernel is given. */
export function InputFields({ form, schema }: { form: InputsForm; schema: KernelSchema }) {
  const said = words('console').inputs;
  const name = useId();
  const kinds = INPUT_KINDS.filter((kind) => kind !== 'range' || takesRange(schema.inputs));
  return (
    <>
      <fieldset class="kinds">
        <legend>{said.title}</legend>
        {kinds.map((kind) => (
          <label key={kind} class="check">
            <input
              type="radio"
              name={name}
              checked={form.kind.value === kind}
              onChange={() => {
                form.kind.value = kind;
              }}
            />
            {said.kinds[kind]}
          </label>
        ))}
      </fieldset>
      {form.kind.value === 'rows' && (
        <label>
          <span>{said.rows}</span>
          <textarea
            class="code"
            rows={6}
            spellcheck={false}
            value={form.rows}
            onInput={(event) => {
              form.rows.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      {form.kind.value === 'file' && (
        <FileField
          label={said.file}
          file={form.file.value}
          accept={TABLES}
          take={(file) => {
            form.file.value = file;
          }}
        />
      )}
      {form.kind.value === 'range' && <Axes form={form} columns={schema.inputs} />}
      {schema.datasets.map((dataset) => (
        <FileField
          key={dataset.name}
          label={said.dataset(dataset.name)}
          file={form.datasets.value[dataset.name] ?? null}
          take={(file) => {
            form.datasets.value = { ...form.datasets.value, [dataset.name]: file };
          }}
        />
      ))}
    </>
  );
}
