/**
 * What a kernel prints is for whoever tries it out: builds call nobody for it. A call becomes as many `drop`s as it has
 * operands. It still costs what a call costs, so that the fuel of a trial is the fuel of every device.
 */
import { CodeCursor } from '../binary/code.ts';
import { KIND, type ModuleMap } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { isPrinting } from '../runtime/printing.ts';
import type { Edit } from './edit.ts';

/** The imported functions that print, and how many operands each takes. */
export function printingFunctions({ imports, types }: ModuleMap): ReadonlyMap<number, number> {
  const functions = imports.filter(({ kind }) => kind === KIND.function);
  return new Map(
    functions.flatMap((entry, index) =>
      isPrinting(entry) ? [[index, types[entry.type].parameters.length] as const] : [],
    ),
  );
}

export function planSilence(
  bytes: Uint8Array,
  start: number,
  end: number,
  silenced: ReadonlyMap<number, number>,
): Edit[] {
  if (silenced.size === 0) return [];
  const edits: Edit[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  while (cursor.step()) {
    const operands = cursor.op === OP.call ? silenced.get(cursor.index) : undefined;
    if (operands === undefined) continue;
    edits.push({ at: cursor.at, until: cursor.next, bytes: new Uint8Array(operands).fill(OP.drop) });
  }
  return edits;
}
