import { BOUND_FORMULA, type Caught, errorBound, type Stratum } from './bound.ts';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { sha256 } from './digest.ts';
import { commitmentTo } from './draw.ts';
import { type Domain, recoverTyped, type StructType, signTyped } from './eip712.ts';
import { KnownError } from './errors.ts';
import type { Keep } from './keep/keep.ts';
import { canonicalJson, type Policy, policyHash } from './policy.ts';
import type { Column } from './schema.ts';

/** What a certificate says. Hashes, roots and secrets are 64 hex digits; fuel is a decimal string. */
export interface CertificateStatement {
  readonly version: 1;
  readonly job: string;
  readonly title: string;
  readonly kernel: string;
  readonly build: string;
  readonly rewriter: number;
  /** Shared by all items, in the kernel's order. */
  readonly datasets: readonly { readonly name: string; readonly hash: string }[];
  readonly outputs: readonly Column[];
  readonly inputRoot: string;
  /** Over the results of all items; of a job that keeps a fold, over the {@link kept} rows that it delivers. */
  readonly resultRoot: string;
  /** What the job kept of its results. Absent: all rows. */
  readonly keep?: Keep;
  readonly kept?: number;
  readonly policy: Policy;
  /** Published before the start, and what it committed to: with both, every audit draw can be recomputed. */
  readonly drawCommitment: string;
  readonly drawSecret: string;
  /** The root over the audit records, as `/v1/jobs/:id/audits` lists them. */
  readonly auditRoot: string;
  readonly units: number;
  readonly items: number;
  /** Items whose kernel trapped or ran out of fuel: their result is that status. */
  readonly trapped: number;
  /** Item executions of all kinds: accepted, audited, refuted and run again. */
  readonly executed: number;
  /** The accepted items by their chances of being drawn for audit, ascending; rates of 0: executed by the referee. */
  readonly strata: readonly Stratum[];
  /** Accepted items that were drawn; those of them that nobody could re-execute are in neither count of audits. */
  readonly drawn: number;
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  /** Answers that were refuted, or dropped with their device: all were run again. */
  readonly refuted: number;
  /** Devices that audits of this job found lying, by the rate at the answer that gave them away, ascending. */
  readonly caught: readonly Caught[];
  readonly fuel: string;
  readonly bound: {
    readonly share: number;
    readonly formula: string;
    readonly confidencePpm: number;
    readonly colludingPpm: number;
  };
  /** ISO 8601, UTC. */
  readonly certifiedAt: string;
}

export interface Certificate extends CertificateStatement {
  /** The coordinator's address, and its EIP-712 signature: 0x and 65 bytes as hex. */
  readonly signer: string;
  readonly signature: string;
}

const DOMAIN: Domain = {
  name: 'Manyhands Certificate',
  version: '1',
  chainId: 0n,
  verifyingContract: '0x0000000000000000000000000000000000000000',
};
const CERTIFICATE: StructType = {
  name: 'Certificate',
  fields: [
    { name: 'job', type: 'string' },
    { name: 'kernel', type: 'bytes32' },
    { name: 'build', type: 'bytes32' },
    { name: 'inputRoot', type: 'bytes32' },
    { name: 'resultRoot', type: 'bytes32' },
    { name: 'policy', type: 'bytes32' },
    { name: 'items', type: 'uint64' },
    { name: 'refuted', type: 'uint64' },
    { name: 'statement', type: 'bytes32' },
  ],
};

const signedFields = (statement: CertificateStatement) => ({
  job: statement.job,
  kernel: `0x${statement.kernel}`,
  build: `0x${statement.build}`,
  inputRoot: `0x${statement.inputRoot}`,
  resultRoot: `0x${statement.resultRoot}`,
  policy: `0x${toHex(policyHash(statement.policy))}`,
  items: BigInt(statement.items),
  refuted: BigInt(statement.refuted),
  // Everything else is bound through the hash of the statement's canonical JSON.
  statement: `0x${toHex(sha256(utf8(canonicalJson(statement))))}`,
});

export function signCertificate(
  statement: CertificateStatement,
  privateKey: Uint8Array,
  signer: string,
): Certificate {
  return {
    ...statement,
    signer,
    signature: signTyped(privateKey, DOMAIN, CERTIFICATE, signedFields(statement)),
  };
}

/** The bound that follows from what a certificate says was audited. */
export const boundOf = (statement: CertificateStatement): number =>
  errorBound({
    ...statement,
    confidencePpm: statement.bound.confidencePpm,
    colludingPpm: statement.bound.colludingPpm,
  });

/**
 * Checks everything a certificate says about itself: signature, bound, formula and the draw's commitment.
 * Roots need the results (`resultRoot`) and are checked by the caller. Throws CERTIFICATE_INVALID saying what fails.
 */
export function checkCertificate(certificate: Certificate): void {
  const { signer, signature, ...statement } = certificate;
  const fail = (why: string): never => {
    throw new KnownError('CERTIFICATE_INVALID', why);
  };
  if (recoverTyped(DOMAIN, CERTIFICATE, signedFields(statement), signature) !== signer.toLowerCase())
    fail(`the signature is not ${signer}'s over this statement`);
  if (toHex(commitmentTo(fromHex(statement.drawSecret))) !== statement.drawCommitment)
    fail('the revealed draw secret is not the one committed to before the start');
  if (statement.strata.reduce((sum, { items }) => sum + items, 0) !== statement.items)
    fail('the strata do not add up to the items');
  if (statement.bound.formula !== BOUND_FORMULA[statement.policy.kind])
    fail('the bound states an unknown formula');
  if (Math.abs(boundOf(statement) - statement.bound.share) > 1e-9)
    fail(`the bound should be ${boundOf(statement)}, not ${statement.bound.share}`);
}
