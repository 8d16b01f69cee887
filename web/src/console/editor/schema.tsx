import type { Column, KernelSchema } from '@manyhands/protocol';
import { words } from '../../words/words.ts';

function Columns({ name, columns }: { name: string; columns: readonly Column[] }) {
  const { optional, none } = words('console').schema;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {columns.length === 0 && none}
        <ul>
          {columns.map((column) => (
            <li key={column.name}>
              <code>
                {column.name}: {column.type}
              </code>{' '}
              <span class="quiet">
                {column.optional && `${optional} `}
                {column.doc}
              </span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** What a kernel takes and gives. */
export function Schema({ schema }: { schema: KernelSchema }) {
  const said = words('console').schema;
  return (
    <>
      <p>
        <strong>
          <code>{schema.name}</code>
        </strong>{' '}
        {schema.doc}
      </p>
      <dl class="facts">
        <Columns name={said.inputs} columns={schema.inputs} />
        <Columns name={said.outputs} columns={schema.outputs} />
        {schema.datasets.length > 0 && (
          <div>
            <dt>{said.datasets}</dt>
            <dd>
              {schema.datasets.map(({ name, doc }) => (
                <p key={name}>
                  <code>{name}</code> <span class="quiet">{doc}</span>
                </p>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
