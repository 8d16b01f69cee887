/** What went wrong, in the words of the page's language where it has some. */
import { isKnownError } from '@manyhands/protocol';
import { Declined } from '../shared/account/wallet.ts';
import { Refused } from '../shared/ask.ts';
import { refusalWords, sentence } from '../shared/words.ts';
import { words } from '../words/words.ts';

export function sayError(error: unknown): string {
  if (error instanceof Declined) return words('entrance').wallet.declined;
  if (!isKnownError(error) && !(error instanceof Refused))
    return sentence(String((error as Error)?.message ?? error));
  if (error.code === 'KEY_REFUSED') return words('entrance').keyRefused;
  return refusalWords(error);
}
