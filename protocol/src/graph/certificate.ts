/** The document that binds the certificates of a graph's stages to one another. */
import { toHex, utf8 } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { sha256 } from '../digest.ts';
import { type Domain, recoverTyped, type StructType, signTyped } from '../eip712.ts';
import { KnownError } from '../errors.ts';
import { canonicalJson } from '../policy.ts';
import type { Column } from '../schema.ts';
import type { GraphDeclaration } from './declaration.ts';

/** What became of one stage. */
export interface CertifiedStage {
  readonly name: string;
  readonly job: string;
  /** SHA-256 of the canonical JSON of its certificate, signature and all: 64 hex digits. */
  readonly certificate: string;
  /** Of the kernel's inputs, which a certificate does not say. */
  readonly inputs: readonly Column[];
  /** How many items each part of its inputs has; the input root depends on it. */
  readonly parts: readonly number[];
  /** Rows of the stages before it that were left out because they failed, or did not. */
  readonly skipped: number;
  /** How often it was begun. */
  readonly attempts: number;
}

export interface GraphStatement {
  readonly version: 1;
  readonly graph: string;
  /** As it was declared, with kernels, tables and datasets by hash. */
  readonly declaration: GraphDeclaration;
  /** Each behind those that it takes rows from. */
  readonly stages: readonly CertifiedStage[];
  /** ISO 8601, UTC. */
  readonly certifiedAt: string;
}

export interface GraphCertificate extends GraphStatement {
  /** The coordinator's address, and its EIP-712 signature: 0x and 65 bytes as hex. */
  readonly signer: string;
  readonly signature: string;
}

const DOMAIN: Domain = {
  name: 'Manyhands Graph',
  version: '1',
  chainId: 0n,
  verifyingContract: '0x0000000000000000000000000000000000000000',
};
const GRAPH: StructType = {
  name: 'Graph',
  fields: [
    { name: 'graph', type: 'string' },
    { name: 'declaration', type: 'bytes32' },
    { name: 'statement', type: 'bytes32' },
  ],
};

const hashOfJson = (value: unknown): string => toHex(sha256(utf8(canonicalJson(value))));

/** By what a graph's certificate names a stage's. */
export const certificateHash = (certificate: Certificate): string => hashOfJson(certificate);

const signedFields = (statement: GraphStatement) => ({
  graph: statement.graph,
  declaration: `0x${hashOfJson(statement.declaration)}`,
  statement: `0x${hashOfJson(statement)}`,
});

export const signGraph = (
  statement: GraphStatement,
  privateKey: Uint8Array,
  signer: string,
): GraphCertificate => ({
  ...statement,
  signer,
  signature: signTyped(privateKey, DOMAIN, GRAPH, signedFields(statement)),
});

/** Throws CERTIFICATE_INVALID unless its signer signed it. */
export function checkGraphCertificate(certificate: GraphCertificate): void {
  const { signer, signature, ...statement } = certificate;
  if (recoverTyped(DOMAIN, GRAPH, signedFields(statement), signature) !== signer.toLowerCase())
    throw new KnownError('CERTIFICATE_INVALID', `the signature is not ${signer}'s over this graph`);
}
