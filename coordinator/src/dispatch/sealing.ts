/**
 * An assignment's id says what was assigned, to the coordinators of this network alone: so an answer finds its units
 * also after the process that gave them out is gone [AN1].
 */
import { ADDRESS, toHex, writeHex } from '@manyhands/protocol';
import type { Party } from '../domain/eligibility.ts';
import type { AuditPart, OpenJob, OpenSlice, Unit } from './state.ts';
import type { World } from './world.ts';

const VERSION = 3;

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
  writer.name(job.terms.id);
  writer.name(party.device);
  writer.text(party.prefix);
  writer.number(slice?.id ?? 0);
  writer.number(slice?.fence ?? 0);
  writeUnits(writer, units);
  writeAudits(writer, audits, slice?.id ?? 0);
  return world.ports.seal.close(writer.bytes);
}

/** What an audit's head says besides its distance from the one before. */
const OTHER_SLICE = 1;
const LATER_ATTEMPT = 2;

/** Each is told by how it differs from the one before: there are dozens, and an id goes to and fro and into draws. */
function writeAudits(writer: Writer, audits: readonly AuditPart[], own: number): void {
  writer.number(audits.length);
  let [place, slice, first] = [0, own, 0];
  for (const { at, audit } of audits) {
    const { unit, position } = audit;
    const other = unit.slice.id === slice ? 0 : OTHER_SLICE;
    const later = unit.attempt === 0 ? 0 : LATER_ATTEMPT;
    writer.number(4 * (at - place) + other + later);
    if (other) writer.number(unit.slice.id);
    if (later) writer.number(unit.attempt);
    writer.signed(unit.first - first);
    writer.number(position);
    [place, slice, first] = [at, unit.slice.id, unit.first];
  }
}

/** Units alike that follow one another are one line. */
function writeUnits(writer: Writer, units: readonly Unit[]): void {
  for (let i = 0; i < units.length; ) {
    const { first, count, attempt } = units[i];
    let alike = 1;
    while (i + alike < units.length && isNext(units[i + alike], units[i], alike)) alike++;
    writer.number(alike);
    writer.number(first);
    writer.number(count);
    writer.number(attempt);
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
    const job = reader.name();
    const device = reader.name();
    const prefix = reader.text();
    const slice = reader.number();
    const fence = reader.number();
    return { job, device, prefix, slice, fence, units: readUnits(reader), audits: readAudits(reader, slice) };
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

function readAudits(reader: Reader, own: number): SealedAudit[] {
  const count = reader.number();
  if (count > MOST) throw new RangeError('too many audits');
  let [at, slice, first] = [0, own, 0];
  return Array.from({ length: count }, () => {
    const head = reader.number();
    at += Math.floor(head / 4);
    if (head % 2 === OTHER_SLICE) slice = reader.number();
    const attempt = head % 4 >= LATER_ATTEMPT ? reader.number() : 0;
    first += reader.signed();
    return { at, slice, first, position: reader.number(), attempt };
  });
}

/** What names are of: a job's id, a device's address. */
const HEX_FORMS = [/^[0-9a-f]{32}$/, ADDRESS];
const HEX_BYTES = [16, 20];
const encoder = new TextEncoder();

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
    for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) memory[this.#at++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>= 7) memory[this.#at++] = (rest & 127) | 128;
    memory[this.#at++] = rest;
  }

  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(text: string): void {
    this.#room(8 + 3 * text.length);
    const { written } = encoder.encodeInto(text, memory.subarray(this.#at + 2));
    // Two bytes of length whatever it is, so that the text need not be moved.
    memory[this.#at] = (written % 128) | 128;
    memory[this.#at + 1] = written >> 7;
    this.#at += 2 + written;
  }

  /** A text that mostly is 32 or 40 hex digits, with or without 0x: half as long then. */
  name(text: string): void {
    const form = HEX_FORMS.findIndex((hex) => hex.test(text));
    this.number(form + 1);
    if (form < 0) {
      this.text(text);
      return;
    }
    const digits = text.length - 2 * form;
    this.#room(digits / 2);
    writeHex(memory, this.#at, form === 0 ? text : text.slice(2));
    this.#at += digits / 2;
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

  signed(): number {
    const value = this.number();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  name(): string {
    const form = this.number() - 1;
    if (form < 0) return this.text();
    const end = this.#at + (HEX_BYTES[form] ?? Number.POSITIVE_INFINITY);
    if (end > this.#bytes.length) throw new RangeError('no name');
    const digits = toHex(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    return form === 0 ? digits : `0x${digits}`;
  }

  text(): string {
    const length = this.number();
    if (this.#at + length > this.#bytes.length) throw new RangeError('no text');
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return text;
  }
}
