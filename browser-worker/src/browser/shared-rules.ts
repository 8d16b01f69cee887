import { checkedRules, type Rules } from '../governor/rules.ts';

const NAME = 'manyhands-rules';

/** Rules as all tabs of a browser have them: one of them has the pool, and any may be asked to pause it. */
export interface SharedRules {
  tell(rules: Rules): void;
  close(): void;
}

/** `heard` gets what another tab chose. */
export function shareRules(heard: (rules: Rules) => void): SharedRules {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => heard(checkedRules(data));
  return { tell: (rules) => channel.postMessage(rules), close: () => channel.close() };
}
