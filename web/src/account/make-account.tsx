import { useSignal } from '@preact/signals';
import {
  account,
  asked,
  encrypting,
  forgetSecret,
  make,
  payee,
  problem,
  prove,
  recover,
  SHORTEST_PASSWORD,
  saveFile,
  step,
  use,
} from './state.ts';

const KINDS = {
  text: { type: 'text', autocomplete: 'off' },
  password: { type: 'password', autocomplete: 'new-password' },
} as const;

/** A form of one field; what is typed goes to `submit` and is not kept. */
function Asking(props: {
  readonly label: string;
  readonly button: string;
  readonly type?: keyof typeof KINDS;
  readonly busy?: boolean;
  readonly submit: (text: string) => unknown;
}) {
  const text = useSignal('');
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        void props.submit(text.value);
      }}
    >
      <label>
        <span>{props.label}</span>
        <input
          {...KINDS[props.type ?? 'text']}
          autocapitalize="none"
          spellcheck={false}
          value={text}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="small" disabled={props.busy}>
        {props.button}
      </button>
    </form>
  );
}

function Start() {
  return (
    <>
      <p>
        An account receives what your work earns. It is made in this page, its secret never leaves it, and you
        need none to help: without one your work is a gift. Any Ethereum address of yours does as well: type
        it where the work is started.
      </p>
      {payee.value && (
        <p>
          This browser’s work is paid to <code>{payee}</code>.
        </p>
      )}
      <div class="buttons">
        <button type="button" class="small strong" onClick={make}>
          Make an account
        </button>
        <button
          type="button"
          class="small"
          onClick={() => {
            step.value = 'recover';
          }}
        >
          I have twelve words
        </button>
      </div>
    </>
  );
}

function Words() {
  return (
    <>
      <p>
        Write these twelve words down, in this order, on paper. Whoever has them has the money, and nobody can
        bring them back for you.
      </p>
      <ol class="words">
        {account.value?.words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
      <Asking label={`From your paper: word ${asked.value + 1}`} button="Go on" submit={prove} />
    </>
  );
}

function Made() {
  const done = encrypting.value;
  return (
    <>
      <p>
        Your account: <code>{account.value?.address}</code>
      </p>
      <button type="button" class="small strong" onClick={use}>
        Use it for this browser’s work
      </button>
      <p class="quiet">
        Besides the words you may keep a file that wallets can read, under a password of your own.
      </p>
      <Asking
        label={`Password, at least ${SHORTEST_PASSWORD} characters`}
        type="password"
        button={done === null ? 'Save encrypted file' : `Encrypting, ${Math.round(done * 100)} %`}
        busy={done !== null}
        submit={saveFile}
      />
    </>
  );
}

const STEPS = {
  start: Start,
  recover: () => (
    <Asking label="Your twelve words, in their order" button="Find my account" submit={recover} />
  ),
  words: Words,
  made: Made,
};

/** From no account to one that is written down, or back to one from its words. */
export function MakeAccount() {
  const Step = STEPS[step.value];
  return (
    <section class="panel making" aria-labelledby="making-title">
      <h2 id="making-title">An account of your own</h2>
      <Step />
      <p class="wrong" role="alert">
        {problem}
      </p>
      {step.value !== 'start' && (
        <button type="button" class="small plain" onClick={forgetSecret}>
          Leave without it
        </button>
      )}
    </section>
  );
}
