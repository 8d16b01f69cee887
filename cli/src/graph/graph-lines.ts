import { formatTokens, type GraphProgress, type StageProgress } from '@manyhands/sdk';
import { colors } from '../colors.ts';
import { bar, count } from '../progress-lines.ts';

/** A graph in one line for each stage, and one for all: what is done, what waits and why. */
export function graphLines(graph: GraphProgress): string[] {
  const width = Math.max(...graph.stages.map(({ name }) => name.length));
  return [...graph.stages.map((stage) => stageLine(stage, width)), totalLine(graph)];
}

function stageLine(stage: StageProgress, width: number): string {
  const { name, state, reason, progress, attempt, skipped } = stage;
  const { items = 0, final = 0, held = 0 } = progress ?? {};
  const said = [
    state === 'running'
      ? `${count(final)}/${count(items)}${progress?.open ? '…' : ''}`
      : sayState(state, items),
    ...(skipped > 0 ? [`${count(skipped)} rows left out`] : []),
    ...(attempt > 1 ? [colors.yellow(`attempt ${attempt}`)] : []),
    ...(reason === null ? [] : [colors.yellow(reason.sentence)]),
  ];
  return `${name.padEnd(width)} ${bar(final, held, items)} ${said.join(' · ')}`;
}

function sayState(state: StageProgress['state'], items: number): string {
  if (state === 'certified') return colors.green(`${count(items)} items certified`);
  return state === 'stopped' || state === 'cancelled' ? colors.red(state) : state;
}

function totalLine({ state, items, final, seats, spent, stages }: GraphProgress): string {
  const certified = stages.filter((stage) => stage.state === 'certified').length;
  return [
    `${state}: ${certified} of ${stages.length} stages certified`,
    `${count(final)} of ${count(items)} items final`,
    `${seats} seats`,
    ...(spent === null ? [] : [`${formatTokens(BigInt(spent))} HAND`]),
  ].join(' · ');
}
