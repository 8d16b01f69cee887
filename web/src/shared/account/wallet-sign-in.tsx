import { useSignal } from '@preact/signals';
import { words } from '../../words/words.ts';
import type { Said } from '../attempt.ts';
import { hasWallet } from './wallet.ts';

interface WalletProps {
  /** `keeps`: the key in this browser until it ends. */
  readonly enter: (keeps: boolean) => Promise<void>;
  readonly problem: Said;
}

/** The door for who has a wallet in this browser. */
export function WalletSignIn({ enter, problem }: WalletProps) {
  const said = words('entrance').wallet;
  const keeps = useSignal(false);
  const isAsked = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    isAsked.value = true;
    await enter(keeps.value);
    isAsked.value = false;
  };
  return (
    <section class="panel" aria-labelledby="wallet-title">
      <h2 id="wallet-title">{said.title}</h2>
      {hasWallet() ? (
        <form class="fields" onSubmit={submit}>
          <p class="quiet">{said.hint}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={keeps}
              onChange={(event) => {
                keeps.value = event.currentTarget.checked;
              }}
            />
            {said.keep}
          </label>
          <button type="submit" class="small" disabled={isAsked}>
            {said.open}
          </button>
          <p class="quiet" role="status">
            {isAsked.value ? said.asked : ''}
          </p>
          <p class="wrong" role="alert">
            {problem.value?.()}
          </p>
        </form>
      ) : (
        <p class="quiet">{said.none}</p>
      )}
    </section>
  );
}
