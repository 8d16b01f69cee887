/** What somebody gives a kernel to work on: typed rows, a file, or numbers to run through. */
import { type Axis, axisLength, type Column, isScalar } from '@manyhands/protocol';
import { type Signal, signal } from '@preact/signals';

export const INPUT_KINDS = ['rows', 'file', 'range'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** An axis as it is typed. */
export interface AxisDraft {
  readonly from: string;
  readonly to: string;
  readonly step: string;
}

export interface InputsForm {
  readonly kind: Signal<InputKind>;
  /** CSV. */
  readonly rows: Signal<string>;
  readonly file: Signal<File | null>;
  /** By column. */
  readonly axes: Signal<Readonly<Record<string, AxisDraft>>>;
  /** Files of the datasets, by name. */
  readonly datasets: Signal<Readonly<Record<string, File>>>;
}

export const newForm = (kind: InputKind): InputsForm => ({
  kind: signal(kind),
  rows: signal(''),
  file: signal(null),
  axes: signal({}),
  datasets: signal({}),
});

export const FIRST_AXIS: AxisDraft = { from: '0', to: '100', step: '1' };

/** Whether every column may run through numbers. */
export const takesRange = (columns: readonly Column[]): boolean =>
  columns.every(({ type }) => isScalar(type) && type !== 'bool');

/** What is given, as it crosses to a worker. */
export type Given =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'range'; readonly axes: Readonly<Record<string, Axis>> };

/** Null: nothing yet, or a number is none. */
export function givenBy(form: InputsForm, columns: readonly Column[]): Given | null {
  switch (form.kind.value) {
    case 'rows':
      return form.rows.value.trim() === '' ? null : { kind: 'text', text: form.rows.value };
    case 'file':
      return form.file.value && { kind: 'file', file: form.file.value };
    case 'range':
      return axesGiven(form.axes.value, columns);
  }
}

function axesGiven(drafts: InputsForm['axes']['value'], columns: readonly Column[]): Given | null {
  const strides = columns.map(({ name }) => [name, strideOf(drafts[name] ?? FIRST_AXIS)] as const);
  if (strides.some(([, stride]) => stride === null)) return null;
  return { kind: 'range', axes: Object.fromEntries(strides) as Record<string, Axis> };
}

const WHOLE = /^\s*-?\d{1,20}\s*$/;

/** Null where a number is no whole one, or the step is none. */
export function strideOf({ from, to, step }: AxisDraft): Axis | null {
  if (![from, to, step].every((text) => WHOLE.test(text)) || BigInt(step) === 0n) return null;
  return { from: BigInt(from), to: BigInt(to), step: BigInt(step) };
}

/** How many items the axes make together. */
export const itemsOf = (axes: Readonly<Record<string, Axis>>): bigint =>
  Object.values(axes).reduce((items, axis) => items * axisLength(axis), 1n);

/** Forgets what does not fit a kernel's columns, and gives a table its first line. */
export function fit(form: InputsForm, columns: readonly Column[]): void {
  const header = columns.map(({ name }) => name).join(',');
  const typed = form.rows.peek().split('\n', 1)[0].trim();

  if (typed === '' || form.rows.peek().trim() === typed) form.rows.value = `${header}\n`;
  if (form.kind.peek() === 'range' && !takesRange(columns)) form.kind.value = 'rows';
}
