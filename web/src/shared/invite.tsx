import { useSignal } from '@preact/signals';
import { words } from '../words/words.ts';
import type { QrCode } from './qr.ts';

/** Shares by the system's own way, where there is one; else the link is copied. Resolves with whether it was copied. */
async function hand(link: string, title: string): Promise<'copied' | 'shared' | 'neither'> {
  const shares = typeof navigator.share === 'function' && navigator.canShare?.({ url: link }) === true;
  try {
    if (shares) await navigator.share({ title, url: link });
    else await navigator.clipboard.writeText(link);
    return shares ? 'shared' : 'copied';
  } catch {
    // Refused, or not sent after all: the link stands there to be taken by hand.
    return 'neither';
  }
}

/** A link to hand on: shared or copied, written out, and as a code for the camera of a phone. */
export function Invite({ link, name, isOpen = false }: { link: string; name: string; isOpen?: boolean }) {
  const code = useSignal<QrCode | null>(null);
  const copied = useSignal(false);
  const { open, openFor, share, done, codeOf } = words('invite');
  const look = async (event: Event): Promise<void> => {
    if ((event.currentTarget as HTMLDetailsElement).open && code.value === null)
      code.value = (await import('./qr.ts')).qrOf(link);
  };
  return (
    <details class="invite" open={isOpen} onToggle={look}>
      <summary aria-label={openFor(name)}>{open}</summary>
      <p class="quiet">
        <a href={link}>{link}</a>
      </p>
      <button
        type="button"
        class="small"
        onClick={async () => {
          copied.value = (await hand(link, name)) === 'copied';
        }}
      >
        {share}
      </button>{' '}
      <span role="status">{copied.value && done}</span>
      {code.value && (
        <svg
          class="qr"
          role="img"
          aria-label={codeOf(link)}
          viewBox={`0 0 ${code.value.size} ${code.value.size}`}
        >
          <rect width="100%" height="100%" fill="#fff" />
          <path d={code.value.path} fill="#000" />
        </svg>
      )}
    </details>
  );
}
