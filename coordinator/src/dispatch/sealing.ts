/**
 * An assignment's id says what was assigned, to the coordinators of this network alone: so an answer finds its units
 * also after the process that gave them out is gone [AN1].
 */
import { utf8 } from '@manyhands/protocol';
import type { Party } from '../domain/eligibility.ts';
import type { AuditPart, OpenJob, OpenSlice, Unit } from './state.ts';
import type { World } from './world.ts';

const VERSION = 2;

export interface SealedUnit {
  readonly first: number;
  readonly count: number;
  readonly attempt: number;
}

export interface SealedAudit {
  readonly at: number;
  readonly slice: number;
  readonly first: number;
  readonly position: number;
  readonly attempt: number;
}

/** What an id says. */
export interface Sealed {
  readonly job: string;
  readonly device: string;
  /** Address prefix that it was sent to: who may not audit the answer once its sender is gone [AS1]. */
  readonly prefix: string;
  /** 0 where there are audits only. */
  readonly slice: number;
  readonly fence: number;
  readonly units: readonly SealedUnit[];
  readonly audits: readonly SealedAudit[];
}

interface Sealable {
  readonly job: OpenJob;
  readonly slice: OpenSlice | null;
  readonly party: Party;
  readonly units: readonly Unit[];
  readonly audits: readonly AuditPart[];
}

export function sealAssignment(world: World, { job, slice, party, units, audits }: Sealable): string {
  const writer = new Writer();
  writer.number(VERSION);
  // Two assignments never have the same id, whatever they say.
  writer.number(world.counter++);
  writer.text(world.ports.me.slice(0, 8));
  writer.text(job.terms.id);
  writer.text(party.device);
  writer.text(party.prefix);
  writer.number(slice?.id ?? 0);
  writer.number(slice?.fence ?? 0);
  writeUnits(writer, units);
  writer.number(audits.length);
  for (const { at, audit } of audits) {
    const { unit, position } = audit;
    for (const value of [at, unit.slice.id, unit.first, position, unit.attempt]) writer.number(value);
  }
  return world.ports.seal.close(writer.bytes);
}

/** Units alike that follow one another are one line. */
function writeUnits(writer: Writer, units: readonly Unit[]): void {
  for (let i = 0; i < units.length; ) {
    const { first, count, attempt } = units[i];
    let alike = 1;
    while (i + alike < units.length && isNext(units[i + alike], units[i], alike)) alike++;
    for (const value of [alike, first, count, attempt]) writer.number(value);
    i += alike;
  }
  writer.number(0);
}

const isNext = (unit: Unit, from: Unit, at: number): boolean =>
  unit.first === from.first + at * from.count && unit.count === from.count && unit.attempt === from.attempt;

/** What an id says, or null where no coordinator of this network made it. */
export function openAssignment(world: World, id: string): Sealed | null {
  const bytes = world.ports.seal.open(id);
  if (bytes === null) return null;
  const reader = new Reader(bytes);
  try {
    if (reader.number() !== VERSION) return null;
    reader.number();
    reader.text();
    const job = reader.text();
    const device = reader.text();
    const prefix = reader.text();
    const slice = reader.number();
    const fence = reader.number();
    return { job, device, prefix, slice, fence, units: readUnits(reader), audits: readAudits(reader) };
  } catch (error) {
    // A seal without encryption opens whatever it is given.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Far above what an assignment may have. */
const MOST = 8_192;

function readUnits(reader: Reader): SealedUnit[] {
  const units: SealedUnit[] = [];
  for (let alike = reader.number(); alike > 0; alike = reader.number()) {
    const [first, count, attempt] = [reader.number(), reader.number(), reader.number()];
    if (units.length + alike > MOST) throw new RangeError('too many units');
    for (let i = 0; i < alike; i++) units.push({ first: first + i * count, count, attempt });
  }
  return units;
}

function readAudits(reader: Reader): SealedAudit[] {
  const count = reader.number();
  if (count > MOST) throw new RangeError('too many audits');
  return Array.from({ length: count }, () => ({
    at: reader.number(),
    slice: reader.number(),
    first: reader.number(),
    position: reader.number(),
    attempt: reader.number(),
  }));
}

/** Numbers of seven bits a byte, lowest first. One buffer for all: sealing is synchronous. */
let memory = new Uint8Array(1_024);

class Writer {
  #at = 0;

  get bytes(): Uint8Array {
    return memory.subarray(0, this.#at);
  }

  number(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 128) {
      memory[this.#at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    memory[this.#at++] = rest;
  }

  text(text: string): void {
    const bytes = utf8(text);
    this.number(bytes.length);
    this.#room(bytes.length);
    memory.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= memory.length) return;
    const larger = new Uint8Array(2 * memory.length + bytes);
    larger.set(memory);
    memory = larger;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 56; factor *= 128) {
      if (this.#at >= this.#bytes.length) break;
      const byte = this.#bytes[this.#at++];
      value += (byte % 128) * factor;
      if (byte < 128 && Number.isSafeInteger(value)) return value;
    }
    throw new RangeError('no number');
  }

  text(): string {
    const length = this.number();
    if (this.#at + length > this.#bytes.length) throw new RangeError('no text');
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return text;
  }
}
