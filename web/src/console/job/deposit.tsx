import { useSignal } from '@preact/signals';
import { connected, hasWallet } from '../../shared/account/wallet.ts';
import { Sure } from '../../shared/copying.tsx';
import { amountWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { momentWords } from '../amounts.ts';
import type { Channel, ExitStep, Step } from '../paying/hub.ts';
import type { KeptPayment } from '../paying/purse.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';

interface WayOutProps {
  readonly channel: Channel;
  readonly leave: (step: ExitStep) => unknown;
}

/** What is in the channel, and the next step of the way out. */
function WayOut({ channel, leave }: WayOutProps) {
  const say = words('consoleJob').paying;
  const { deposit, spent, exitAt } = channel;
  if (exitAt === null && deposit === spent) return <p>{say.gone}</p>;
  return (
    <>
      <p>{say.left(amountWords(deposit), amountWords(spent))}</p>
      {exitAt === null ? (
        <>
          <p class="quiet">{say.exitHint}</p>
          <Sure name={say.begin} sure={say.beginSure} act={() => leave('requestExit')} />
        </>
      ) : (
        <>
          <p>{say.exitFrom(momentWords(new Date(exitAt * 1000).toISOString()))}</p>
          {Date.now() >= exitAt * 1000 && (
            <button type="button" class="small" onClick={() => leave('exit')}>
              {say.finish}
            </button>
          )}{' '}
          <button type="button" class="small" onClick={() => leave('cancelExit')}>
            {say.back}
          </button>
        </>
      )}
    </>
  );
}

/** Another account of the wallet than this one made the deposit. */
class OtherWallet extends Error {}

/** What was deposited for a job, as the wallet's chain has it: looked at when asked for, and taken out step by step. */
export function Deposit({ payment }: { readonly payment: KeptPayment }) {
  const say = words('consoleJob').paying;
  const channel = useSignal<Channel | null>(null);
  const problem = useSignal<Error | null>(null);
  const step = useSignal<Step | null>(null);
  const act = async (exit?: ExitStep): Promise<void> => {
    problem.value = null;
    try {
      const tell = (now: Step): void => {
        step.value = now;
      };
      channel.value = await atHub(payment, tell, exit);
    } catch (error) {
      problem.value = error as Error;
    }
    step.value = null;
  };
  if (!hasWallet()) return <p class="quiet">{say.noWallet}</p>;
  return (
    <>
      <h3>{say.deposit}</h3>
      {channel.value === null ? (
        <button type="button" class="small" disabled={step.value !== null} onClick={() => act()}>
          {say.look}
        </button>
      ) : (
        <WayOut channel={channel.value} leave={act} />
      )}
      <p role="status" class="quiet">
        {step.value !== null && words('console').paying.steps[step.value]}
      </p>
      {problem.value instanceof OtherWallet ? (
        <p class="wrong" role="alert">
          {say.otherWallet(payment.channel.researcher)}
        </p>
      ) : (
        <Trouble problem={problem.value} />
      )}
    </>
  );
}

/** Where the channel stands, after a step of the way out if one is wished. */
async function atHub(
  { channel }: KeptPayment,
  tell: (step: Step) => void,
  exit?: ExitStep,
): Promise<Channel> {
  tell('connecting');
  if ((await connected()) !== channel.researcher) throw new OtherWallet();
  tell('network');
  const [payments, { channelAt, leave, ontoChain }] = await Promise.all([
    client.value.payments(),
    import('../paying/hub.ts'),
  ]);
  await ontoChain(payments);
  return exit === undefined ? channelAt(payments, channel) : leave(payments, channel, exit, tell);
}
