import type { Column } from '@manyhands/protocol';
import type { TableHead } from '@manyhands/sdk';
import { bytesWords, countWords, percentWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { choose, head, mapping, type Reading, reading } from './table.ts';

/** Which column of the table a parameter takes. */
function Choice({ column, names }: { column: Column; names: readonly string[] }) {
  const { columnFor, none } = words('console').preview;
  const chosen = mapping.value[column.name] ?? null;
  return (
    <select
      aria-label={columnFor(column.name)}
      aria-invalid={chosen === null && !column.optional}
      value={chosen ?? ''}
      onChange={(event) => void choose(column.name, event.currentTarget.value || null)}
    >
      <option value="">{none}</option>
      {[...new Set(names)].map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

const LETTERS = 60;
const cut = (text: string): string => (text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text);

/** A cell of a parameter in a row of the table's beginning. */
function cellOf({ names, rows }: TableHead, row: number, column: Column, at: number): string | null {
  if (names === null) return rows[row][at] ?? null;
  const from = names.indexOf(mapping.value[column.name] ?? '');
  return from < 0 ? null : (rows[row][from] ?? null);
}

function Mapped({ table, inputs }: { table: TableHead; inputs: readonly Column[] }) {
  const said = words('console').preview;
  return (
    <div class="wide">
      <table>
        <caption>{said.title}</caption>
        <thead>
          <tr>
            <td />
            {inputs.map((column) => (
              <th key={column.name} scope="col">
                <code>
                  {column.name}: {column.type}
                </code>
                {table.names !== null && <Choice column={column} names={table.names} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, row) => (
            // Rows stay where they are.
            <tr key={`${row}:${cells.join()}`}>
              <th scope="row">{countWords(row + 1)}</th>
              {inputs.map((column, at) => {
                const cell = cellOf(table, row, column, at);
                return (
                  <td key={column.name}>
                    {cell === null ? <em class="quiet">{said.absent}</em> : cut(cell)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sentenceOf(now: Reading): string {
  const said = words('console').preview;
  switch (now.kind) {
    case 'nothing':
      return '';
    case 'opening':
      return said.opening;
    case 'reading':
      return said.reading(
        now.rows,
        percentWords(Math.min(1, now.of === 0 ? 0 : now.bytes / now.of)),
        bytesWords(now.of),
      );
    case 'unmapped':
      return said.unmapped(now.missing);
    case 'ready':
      return said.ready(now.items);
    case 'failed':
      return now.sentence();
  }
}

/** How the table's columns map to the kernel's parameters, and whether every row fits. */
export function Preview({ inputs }: { inputs: readonly Column[] }) {
  const now = reading.value;
  const unused = head.value?.names?.filter((name) => !Object.values(mapping.value).includes(name)) ?? [];
  return (
    <>
      {head.value !== null && <Mapped table={head.value} inputs={inputs} />}
      {unused.length > 0 && <p class="quiet">{words('console').preview.unused(unused)}</p>}
      <p class={now.kind === 'failed' || now.kind === 'unmapped' ? 'wrong' : 'said'} role="status">
        {sentenceOf(now)}
      </p>
    </>
  );
}
