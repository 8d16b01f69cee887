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

/** Of the columns that no parameter takes. */
const MOST_UNUSED = 8;

const unusedIn = ({ names }: TableHead): string[] =>
  names?.filter((name) => !Object.values(mapping.value).includes(name)) ?? [];

function Cell({ text }: { text: string | null }) {
  return text === null ? <em class="quiet">{words('console').preview.absent}</em> : <span>{cut(text)}</span>;
}

function Mapped({ table, inputs }: { table: TableHead; inputs: readonly Column[] }) {
  const said = words('console').preview;
  const unused = unusedIn(table).slice(0, MOST_UNUSED);
  return (
    <div class="wide preview">
      <table>
        <caption>{said.title}</caption>
        <thead>
          <tr>
            <th scope="col">{said.row}</th>
            {inputs.map((column) => (
              <th key={column.name} scope="col">
                <code>
                  {column.name}: {column.type}
                </code>
                {table.names !== null && <Choice column={column} names={table.names} />}
              </th>
            ))}
            {unused.map((name) => (
              <th key={name} scope="col" class="unused">
                {name} <span class="quiet">{said.notUsed}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, row) => (
            // Rows stay where they are.
            <tr key={`${row}:${cells.join()}`}>
              <th scope="row">{countWords(row + 1)}</th>
              {inputs.map((column, at) => (
                <td key={column.name}>
                  <Cell text={cellOf(table, row, column, at)} />
                </td>
              ))}
              {unused.map((name) => (
                <td key={name} class="unused">
                  <Cell text={cells[table.names?.indexOf(name) ?? 0] ?? null} />
                </td>
              ))}
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
  const unused = head.value === null ? 0 : unusedIn(head.value).length;
  return (
    <>
      {head.value !== null && <Mapped table={head.value} inputs={inputs} />}
      {unused > MOST_UNUSED && (
        <p class="quiet">{words('console').preview.moreUnused(unused - MOST_UNUSED)}</p>
      )}
      <p class={now.kind === 'failed' || now.kind === 'unmapped' ? 'wrong' : 'said'} role="status">
        {sentenceOf(now)}
      </p>
    </>
  );
}
