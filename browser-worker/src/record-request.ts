import type { RecordRequest } from '@manyhands/protocol';
import { loadIdentity } from './identity.ts';
import type { KeyValue } from './key-value.ts';

/** A request for the record that a coordinator keeps of a device: where it goes, and what is sent there. */
export interface SignedRecordRequest {
  readonly path: string;
  readonly body: { readonly at: number; readonly signature: string };
}

/** As the device whose key is in the store, now. */
export async function recordRequest(
  store: KeyValue,
  act: RecordRequest['act'],
): Promise<SignedRecordRequest> {
  const own = await loadIdentity(store);
  const at = Date.now();
  const signature = own.signRecordRequest({ act, at });
  return { path: `/v1/devices/${own.device}/${act}`, body: { at, signature } };
}
