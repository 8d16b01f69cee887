import type { ComponentChildren } from 'preact';

interface TableProps {
  readonly label: string;
  /** Names of the columns. */
  readonly head: readonly string[];
  /** Its lines, as `tr`. */
  readonly children: ComponentChildren;
}

/** A table that is scrolled by itself where it is wider than the page; by the keyboard too. */
export const Table = ({ label, head, children }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
  <section class="wide" aria-label={label} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);
