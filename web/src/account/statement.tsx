import { Refused } from '../shared/ask.ts';
import { words } from '../words/words.ts';
import { Asking } from './asking.tsx';
import { balance, shown } from './state.ts';
import { isAskingStatement, saved, saveStatement, statementProblem } from './statement-state.ts';

/** Every line of the account that is looked at, for whoever has its words; nothing while nothing was earned. */
export function Statement() {
  const found = balance.value;
  if (shown.value === '' || found === undefined || found instanceof Refused || found.earned === 0n)
    return null;
  const { title, explained, words: label, ask } = words('account').statement;
  return (
    <details class="payout">
      <summary>{title}</summary>
      <p>{explained}</p>
      <Asking
        label={label}
        button={ask}
        busy={isAskingStatement.value}
        submit={(text) => saveStatement(shown.value, text)}
      />
      <p class="quiet" role="status">
        {saved.value?.()}
      </p>
      <p class="wrong" role="alert">
        {statementProblem.value?.()}
      </p>
    </details>
  );
}
