import { mapModule, readLocals } from '../../binary/module.ts';
import { Body } from '../../instrument/metering/body.ts';
import { buildGraph, type Callee } from '../../instrument/metering/build-graph.ts';
import { Graph } from '../../instrument/metering/graph.ts';
import { type Counting, planFunction } from '../../instrument/metering/plan-function.ts';

/** As if every callee came back and paid for itself: how a loop is counted hardly depends on it. */
const CALLEE: Callee = { paid: 0, silent: false, stretch: 0, mayEnd: false, recurs: false };

/** How many loops of a module are counted in which way. */
export function loopKinds(bytes: Uint8Array): Partial<Record<Counting['kind'], number>> {
  const module = mapModule(bytes);
  const kinds: Partial<Record<Counting['kind'], number>> = {};
  const [body, graph] = [new Body(), new Graph()];
  const imported = module.functions.length - module.bodies.length;
  module.bodies.forEach((span, i) => {
    body.read(bytes, readLocals(bytes, span).end, span.end);
    const results = module.types[module.functions[imported + i]].results.length;
    buildGraph(graph, body, { types: module.types, results, callee: () => CALLEE, indirect: () => CALLEE });
    const { counting } = planFunction({
      graph,
      body,
      callersPay: false,
      recursive: false,
      sliced: false,
      mostMemory: 2 ** 31,
    });
    for (const how of counting) if (how !== null) kinds[how.kind] = (kinds[how.kind] ?? 0) + 1;
  });
  return kinds;
}
