import { describe, expect, it } from 'vitest';
import { BOUND_FORMULA } from './bound.ts';
import { toHex } from './bytes.ts';
import { boundOf, type CertificateStatement, checkCertificate, signCertificate } from './certificate.ts';
import { merkleRoot, sha256 } from './digest.ts';
import { commitmentTo } from './draw.ts';
import { addressOf, newPrivateKey } from './eip712.ts';
import { DEFAULT_POLICY } from './policy.ts';

const key = newPrivateKey();
const hash = 'ab'.repeat(32);

function statement(): CertificateStatement {
  const secret = new Uint8Array(32).fill(3);
  const open: CertificateStatement = {
    version: 1,
    job: 'j',
    title: 't',
    kernel: hash,
    build: hash,
    rewriter: 1,
    datasets: [],
    outputs: [],
    inputRoot: hash,
    resultRoot: hash,
    policy: DEFAULT_POLICY,
    drawCommitment: toHex(commitmentTo(secret)),
    drawSecret: toHex(secret),
    auditRoot: hash,
    units: 20,
    items: 2000,
    trapped: 0,
    executed: 2100,
    strata: [{ answerPpm: 33_000, ratePpm: 33_000, items: 2000 }],
    drawn: 66,
    deviceAudits: 0,
    refereeAudits: 66,
    refuted: 1,
    caught: [],
    fuel: '1',
    certifiedAt: '2026-01-01T00:00:00.000Z',
    bound: { share: 0, formula: BOUND_FORMULA.audit, confidencePpm: 950_000, colludingPpm: 100_000 },
  };
  return { ...open, bound: { ...open.bound, share: boundOf(open) } };
}

describe('a certificate', () => {
  const certificate = signCertificate(statement(), key, addressOf(key));

  it('verifies as it was signed', () => expect(() => checkCertificate(certificate)).not.toThrow());

  it.each([
    ['another result root', { resultRoot: 'cd'.repeat(32) }, /signature/],
    ['fewer refutations', { refuted: 0 }, /signature/],
    ['another title', { title: 'x' }, /signature/],
    ['another signer', { signer: `0x${'1'.repeat(40)}` }, /signature/],
  ])('%s is seen', (_title, change, message) => {
    expect(() => checkCertificate({ ...certificate, ...change })).toThrow(message);
  });

  it('a bound that does not follow from the audits is seen even when signed', () => {
    const lie = { ...statement(), bound: { ...statement().bound, share: 0.0001 } };
    expect(() => checkCertificate(signCertificate(lie, key, addressOf(key)))).toThrow(/bound should be/);
    const secret = { ...statement(), drawSecret: '00'.repeat(32) };
    expect(() => checkCertificate(signCertificate(secret, key, addressOf(key)))).toThrow(/secret/);
  });

  it('strata that leave items out are seen even when signed', () => {
    const strata = [{ answerPpm: 33_000, ratePpm: 33_000, items: 1000 }];
    const lie = { ...statement(), strata };
    expect(() => checkCertificate(signCertificate(lie, key, addressOf(key)))).toThrow(/strata/);
  });

  it('the tree of results depends on every leaf and on their order', () => {
    const leaves = [1, 2, 3, 4, 5].map((n) => sha256(Uint8Array.of(n)));
    const root = toHex(merkleRoot(leaves));
    expect(toHex(merkleRoot([...leaves].reverse()))).not.toBe(root);
    expect(toHex(merkleRoot(leaves.slice(0, 4)))).not.toBe(root);
    expect(toHex(merkleRoot([]))).toBe(toHex(sha256(new Uint8Array())));
  });
});
