import { fromHex, hubDomain, STATEMENT_REQUEST, signTyped } from '@manyhands/protocol';
import { type Http, jsonBody } from './http.ts';
import type { Payments } from './wire.ts';

/** A part of a ledger account's lines: from a time on, and before another. */
export interface StatementOptions {
  /** `csv` unless given; `json` is one object. */
  readonly format?: 'csv' | 'json';
  readonly from?: Date;
  readonly to?: Date;
}

/** A statement's bytes as they come. */
export type StatementBytes = ReadableStream<Uint8Array>;

/** Throws what the coordinator refuses with. */
export async function askStatement(
  http: Http,
  path: string,
  options: StatementOptions,
): Promise<StatementBytes> {
  const query = new URLSearchParams(asked(options));
  const response = await http.send('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
  return response.body as StatementBytes;
}

/** The same for whoever has the payee's key, 0x and 64 hex digits. */
export async function askSigned(
  http: Http,
  address: string,
  { privateKey, hub, ...options }: StatementOptions & SignedBy,
): Promise<StatementBytes> {
  const at = Date.now();
  const domain = hubDomain(BigInt(hub.chainId), hub.hub);
  const said = { account: address, at: BigInt(at) };
  const signature = signTyped(fromHex(privateKey), domain, STATEMENT_REQUEST, said);
  const body = jsonBody({ ...asked(options), at, signature });
  const path = `/v1/payees/${address}/statement`;
  return (await http.send('POST', path, body)).body as StatementBytes;
}

export interface SignedBy {
  readonly privateKey: string;
  readonly hub: Pick<Payments, 'chainId' | 'hub'>;
}

const asked = ({ format = 'csv', from, to }: StatementOptions): Record<string, string> => ({
  format,
  ...(from && { from: from.toISOString() }),
  ...(to && { to: to.toISOString() }),
});
