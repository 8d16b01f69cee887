/** AssemblyScript that others wrote, as npm packages have it, as kernels: unchanged, read as the command line reads them. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { decodeRow, encodeRow, type Value } from '@manyhands/protocol';
import { compileBuild, instantiate } from '@manyhands/wasm-kernels/runtime';
import { expect, it } from 'vitest';
import { prepareLocal, readKernel } from './kernel-input.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGES = `${ROOT}node_modules/`;
const CRYPTO = `${PACKAGES}wasm-crypto/assembly/crypto.ts`;
const CAP = 1n << 40n;

/** Values by column. */
type Row = Readonly<Record<string, Value>>;

/** Arrays as kernels have them: a Buffer is another class. */
const plain = (value: Value): Value => (Buffer.isBuffer(value) ? new Uint8Array(value) : value);
const valuesOf = (columns: readonly { readonly name: string }[], row: Row): Value[] =>
  columns.map(({ name }) => plain(row[name]));

/** Bytes that follow from a number, of lengths on both sides of what hashes and encodings work in. */
const bytesOf = (i: number): Buffer =>
  createHash('sha512')
    .update(String(i))
    .digest()
    .subarray(0, (i * 13) % 65);
const MESSAGES = Array.from({ length: 20 }, (_, i) => bytesOf(i));

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const publicBytes = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
const bent = (signature: Buffer): Buffer =>
  Buffer.from(signature.map((byte, i) => (i === 9 ? byte ^ 1 : byte)));

const CASES: readonly [what: string, kernel: string, chosen: string, rows: [Row, Row][]][] = [
  [
    'as-base64 decodes as Node does',
    `${PACKAGES}as-base64/assembly/index.ts`,
    'decode',
    MESSAGES.slice(1).map((bytes) => [{ s: bytes.toString('base64') }, { result: bytes }]),
  ],
  [
    'as-base58 encodes what is published',
    `${PACKAGES}as-base58/assembly/index.ts`,
    'encode',
    [
      [{ source: Buffer.from('Hello World!') }, { result: '2NEpo7TZRRrLZSi2U' }],
      [{ source: Buffer.from('0000287fb4cd', 'hex') }, { result: '11233QC4' }],
    ],
  ],
  [
    'wasm-crypto’s SHA-256 is Node’s',
    CRYPTO,
    'sha256Hash',
    MESSAGES.map((m) => [{ m }, { result: createHash('sha256').update(m).digest() }]),
  ],
  [
    'wasm-crypto takes Node’s Ed25519 signatures, and no others',
    CRYPTO,
    'signEdVerify',
    MESSAGES.slice(0, 6).map((m, i) => {
      const sig = sign(null, m, privateKey);
      return [{ sig: i % 2 ? bent(sig) : sig, m, pk: publicBytes }, { result: i % 2 === 0 }];
    }),
  ],
  [
    'as-bignum, imported by its name, multiplies as BigInt does',
    `${ROOT}examples/assemblyscript/assembly/multiply.ts`,
    'multiply',
    MESSAGES.slice(0, 8).map((_, i) => {
      const word = (n: number): bigint => createHash('sha256').update(`${i} ${n}`).digest().readBigUInt64LE();
      const [aLow, aHigh, bLow, bHigh] = [0, 1, 2, 3].map(word);
      const product = (aLow | (aHigh << 64n)) * (bLow | (bHigh << 64n));
      const [lo1, lo2, hi1, hi2] = [0n, 64n, 128n, 192n].map((at) => BigInt.asUintN(64, product >> at));
      return [
        { aLow, aHigh, bLow, bHigh },
        { lo1, lo2, hi1, hi2 },
      ];
    }),
  ],
];

it.each(CASES)('%s', { timeout: 60_000 }, async (_, path, chosen, rows) => {
  const { build, schema } = await prepareLocal(readKernel(path, { export: chosen }));
  const { inputs = [], outputs = [] } = schema ?? {};
  const kernel = instantiate(await compileBuild(build.bytes, build.hash), { datasets: [] });
  for (const [given, expected] of rows) {
    const { status, output } = kernel.runItem(encodeRow(inputs, valuesOf(inputs, given)), CAP);
    expect([status, kernel.lastFailure]).toEqual([0, null]);
    expect(decodeRow(outputs, output)).toEqual(valuesOf(outputs, expected));
  }
});
