import { recordRequest, type SignedRecordRequest } from '../record-request.ts';
import { indexedDbKeyValue } from './indexed-db.ts';
import { ownDevice } from './membership.ts';

/** Asks for this browser's record, or to have it erased; null where it has no device. Makes no key. */
export const ownRecordRequest = async (act: 'export' | 'erase'): Promise<SignedRecordRequest | null> =>
  (await ownDevice()) === '' ? null : recordRequest(await indexedDbKeyValue(), act);
