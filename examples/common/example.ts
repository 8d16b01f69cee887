/**
 * What every science example is: a kernel, a table of items, a judgement of the answers by something that is not the
 * kernel, and a picture. `run.ts` and the end-to-end test run whatever has this shape.
 */
import { readFileSync } from 'node:fs';
import type { Value } from '@manyhands/protocol';
import type { KernelInput } from '@manyhands/sdk';

/** `small` takes at most five seconds of one core and runs in `npm test`; `full` is what the README shows. */
export type Size = 'small' | 'full';

/** One item's answer by output column. An example says which columns those are: they come from its kernel's schema. */
export type ResultRow = Readonly<Record<string, Value>>;

/** What the SDK publishes a kernel from: AssemblyScript, as one text or as files. */
export type KernelSource = Extract<KernelInput, { readonly source: unknown }>['source'];

/** One thing that was compared with the truth, and held. */
export interface Finding {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** A file's name and its bytes: PNG or SVG. */
export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Example<Row = ResultRow> {
  /** The folder's name. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** Read from the folder. */
  readonly kernel: KernelSource;
  /** Pages of 64 KiB the kernel needs, where 1024 do not fit. */
  readonly memoryPages?: number;
  /** The table of items: CSV text with a header. */
  inputs(size: Size): Promise<string>;
  /** Bytes shared by all items, by the name of the kernel's parameter. */
  readonly datasets?: Readonly<Record<string, (size: Size) => Promise<Uint8Array>>>;
  /**
   * Compares the rows, in the order of the items, with theory, published tables or the reference; throws an Error that
   * says what differs.
   */
  check(rows: readonly Row[], size: Size): Promise<Finding[]>;
  picture(rows: readonly Row[], size: Size): Promise<Picture>;
}

/** A file of the example's folder, seen from its source as well as from its dist/: pass `import.meta.url`. */
export function fileBeside(moduleUrl: string, name: string): Uint8Array {
  const folder = new URL(moduleUrl.includes('/dist/') ? '../' : './', moduleUrl);
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** {@link fileBeside} as text: a kernel's source. */
export const textBeside = (moduleUrl: string, name: string): string =>
  new TextDecoder().decode(fileBeside(moduleUrl, name));

/** Throws an Error that names the difference unless `holds`; else gives the {@link Finding}. */
export function confirm(finding: Finding, holds: boolean): Finding {
  if (!holds) throw new Error(`${finding.what}: expected ${finding.expected}, found ${finding.found}`);
  return finding;
}
