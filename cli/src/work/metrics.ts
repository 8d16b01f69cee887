/** What a monitor is told, in Prometheus' text format 0.0.4. */
import type { EnginePhase, EngineState } from '@manyhands/browser-worker/server';

export interface Snapshot {
  readonly state: EngineState;
  /** Seats that there are to be while it works. */
  readonly seatsAllowed: number;
  /** Times that a lost connection was tried to be made again. */
  readonly reconnects: number;
  readonly coordinator: string;
}

type Value = number | bigint;
type Labels = Readonly<Record<string, string>>;

const PHASES: readonly EnginePhase['kind'][] = [
  'idle',
  'connecting',
  'working',
  'reconnecting',
  'refused',
  'stopping',
  'elsewhere',
];

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** All metrics of one moment. */
export function metricsText({ state, seatsAllowed, reconnects, coordinator }: Snapshot): string {
  const { standing } = state;
  const items = { final: standing?.finalItems, held: standing?.heldItems, refuted: standing?.refutedItems };
  return [
    gauge('info', 'Whom this device works for.', [[1, { device: state.device, coordinator }]]),
    gauge(
      'connection_state',
      'Which state the connection is in: 1 for that one.',
      PHASES.map((phase) => [Number(phase === state.phase.kind), { state: phase }]),
    ),
    gauge('seats', 'Seats that are up.', [[state.seats]]),
    gauge('seats_allowed', 'Seats that there are while it works.', [[seatsAllowed]]),
    gauge('seats_busy', 'Seats that compute now.', [[state.running.length]]),
    gauge('assignments_queued', 'Assignments that wait for a seat.', [[state.queued]]),
    gauge('answers_unsettled', 'Answers that the coordinator has not committed.', [[state.unsettled]]),
    counter('items_total', 'Items computed since the start.', state.computedItems),
    counter('fuel_total', 'Instructions computed since the start.', state.computedFuel),
    counter('reconnects_total', 'Times that a lost connection was tried again.', reconnects),
    gauge(
      'standing_items',
      "The device's items at the coordinator.",
      Object.entries(items).flatMap(([kind, count]): Sample[] =>
        count === undefined ? [] : [[count, { standing: kind }]],
      ),
    ),
    gauge('standing_final_fuel', 'Instructions of final items.', standing ? [[standing.finalFuel]] : []),
    gauge(
      'standing_amount',
      "What it earns, in millionths of the token's smallest unit.",
      standing
        ? [
            [standing.earned, { standing: 'final' }],
            [standing.held, { standing: 'held' }],
          ]
        : [],
    ),
  ].join('');
}

type Sample = readonly [value: Value, labels?: Labels];

const gauge = (name: string, help: string, samples: readonly Sample[]): string =>
  family(name, help, 'gauge', samples);

const counter = (name: string, help: string, value: Value): string =>
  family(name, help, 'counter', [[value]]);

/** A family without samples is left out: what is not known yet is not zero. */
function family(name: string, help: string, type: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const full = `manyhands_${name}`;
  const lines = samples.map(([value, labels = {}]) => `${full}${labelText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));
