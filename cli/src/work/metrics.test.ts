import type { EngineState } from '@manyhands/browser-worker/server';
import { expect, it } from 'vitest';
import { metricsText } from './metrics.ts';

const state: EngineState = {
  phase: { kind: 'working' },
  device: '0xabc',
  seats: 3,
  queued: 1,
  running: [],
  computedItems: 12,
  computedFuel: 9_007_199_254_740_993n,
  unsettled: 2,
  standing: null,
  trouble: '',
  governor: null,
};
const coordinator = 'http://a"b\\c\n';
const standing = {
  ...{ code: '', sentence: '', finalItems: 5, heldItems: 4, refutedItems: 0 },
  ...{ finalFuel: 77n, earned: 8n, held: -1n },
};

it('has one family for each metric, with exact numbers and escaped labels', () => {
  const text = metricsText({ state: { ...state, standing }, seatsAllowed: 4, reconnects: 6, coordinator });
  const samples = text.split('\n').filter((line) => !line.startsWith('#'));
  expect(samples).toEqual([
    'manyhands_info{device="0xabc",coordinator="http://a\\"b\\\\c\\n"} 1',
    'manyhands_connection_state{state="idle"} 0',
    'manyhands_connection_state{state="connecting"} 0',
    'manyhands_connection_state{state="working"} 1',
    'manyhands_connection_state{state="reconnecting"} 0',
    'manyhands_connection_state{state="refused"} 0',
    'manyhands_connection_state{state="stopping"} 0',
    'manyhands_connection_state{state="elsewhere"} 0',
    'manyhands_seats 3',
    'manyhands_seats_allowed 4',
    'manyhands_seats_busy 0',
    'manyhands_assignments_queued 1',
    'manyhands_answers_unsettled 2',
    'manyhands_items_total 12',
    'manyhands_fuel_total 9007199254740993',
    'manyhands_reconnects_total 6',
    'manyhands_standing_items{standing="final"} 5',
    'manyhands_standing_items{standing="held"} 4',
    'manyhands_standing_items{standing="refuted"} 0',
    'manyhands_standing_final_fuel 77',
    'manyhands_standing_amount{standing="final"} 8',
    'manyhands_standing_amount{standing="held"} -1',
    '',
  ]);
  const families = [...text.matchAll(/^# TYPE (\w+) (gauge|counter)$/gm)].map(([, name]) => name);
  expect(families).toEqual([...new Set(samples.flatMap((line) => /^\w+/.exec(line)?.[0] ?? []))]);
  expect([...text.matchAll(/^# HELP (\w+) \S/gm)].map(([, name]) => name)).toEqual(families);
});

it('says nothing of a standing that is not known yet', () => {
  const text = metricsText({ state, seatsAllowed: 4, reconnects: 0, coordinator });
  expect(text).not.toMatch(/standing/);
  expect(text.endsWith('\n')).toBe(true);
});
