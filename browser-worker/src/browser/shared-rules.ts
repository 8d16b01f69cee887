import { checkedRules, type Rules } from '../governor/rules.ts';

const NAME = 'manyhands-rules';

/** Rules as all tabs of a browser have them: one of them has the pool, and any may be asked to pause it. */
export interface SharedRules {
  tell(rules: Rules): void;
  close(): void;
}

/** `heard` gets what another tab chose: of the card of the same site, or with an empty text of our own page. */
export function shareRules(site: string, heard: (rules: Rules) => void): SharedRules {
  const channel = new BroadcastChannel(site === '' ? NAME : `${NAME} ${site}`);
  channel.onmessage = ({ data }) => heard(checkedRules(data));
  return { tell: (rules) => channel.postMessage(rules), close: () => channel.close() };
}
