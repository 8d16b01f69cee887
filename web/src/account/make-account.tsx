import { words } from '../words/words.ts';
import { Asking } from './asking.tsx';
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

function Start() {
  const { explained, paidTo, make: makeLabel, haveWords } = words('account').making;
  return (
    <>
      <p>{explained}</p>
      {payee.value && (
        <p>
          {paidTo} <code>{payee}</code>.
        </p>
      )}
      <div class="buttons">
        <button type="button" class="small strong" onClick={make}>
          {makeLabel}
        </button>
        <button
          type="button"
          class="small"
          onClick={() => {
            step.value = 'recover';
          }}
        >
          {haveWords}
        </button>
      </div>
    </>
  );
}

function Words() {
  const { writeDown, fromPaper, goOn } = words('account').making;
  return (
    <>
      <p>{writeDown}</p>
      <ol class="words">
        {account.value?.words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
      <Asking label={fromPaper(asked.value + 1)} button={goOn} submit={prove} />
    </>
  );
}

function Made() {
  const done = encrypting.value;
  const {
    yourAccount,
    use: useLabel,
    file,
    password,
    saveFile: save,
    encrypting: busy,
  } = words('account').making;
  return (
    <>
      <p>
        {yourAccount} <code>{account.value?.address}</code>
      </p>
      <button type="button" class="small strong" onClick={use}>
        {useLabel}
      </button>
      <p class="quiet">{file}</p>
      <Asking
        label={password(SHORTEST_PASSWORD)}
        type="password"
        button={done === null ? save : busy(done)}
        busy={done !== null}
        submit={saveFile}
      />
    </>
  );
}

function Recover() {
  const { twelveWords, find } = words('account').making;
  return <Asking label={twelveWords} button={find} submit={recover} />;
}

const STEPS = { start: Start, recover: Recover, words: Words, made: Made };

/** From no account to one that is written down, or back to one from its words. */
export function MakeAccount() {
  const Step = STEPS[step.value];
  const { title, leave } = words('account').making;
  return (
    <section class="panel making" aria-labelledby="making-title">
      <h2 id="making-title">{title}</h2>
      <Step />
      <p class="wrong" role="alert">
        {problem.value?.()}
      </p>
      {step.value !== 'start' && (
        <button type="button" class="small plain" onClick={forgetSecret}>
          {leave}
        </button>
      )}
    </section>
  );
}
