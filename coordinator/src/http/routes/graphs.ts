import {
  type GraphDeclaration,
  type GraphId,
  KnownError,
  type Policy,
  type StageDeclaration,
} from '@manyhands/protocol';
import { type Static, Type } from '@sinclair/typebox';
import { findGraphCertificate } from '../../db/graphs/steer-graph.ts';
import { declareGraph, type GraphRequest } from '../../graphs/declare.ts';
import type { Keeper } from '../../graphs/keeper.ts';
import { graphOf, graphProgress, ownGraph } from '../../graphs/progress.ts';
import { cancelAll, pauseAll, resumeAll } from '../../graphs/steering.ts';
import type { Desk } from '../../jobs/desk.ts';
import { refuseForeign } from '../../jobs/spending.ts';
import { callerOf, keyed } from '../caller.ts';
import { GraphBody, GraphIdText, GraphReply } from '../schemas/graphs.ts';
import type { Server } from '../type-provider.ts';
import { axesIn } from './jobs.ts';

const ById = Type.Object({ id: GraphIdText });

export function graphRoutes(app: Server, desk: Desk, keeper: Keeper): void {
  const standing = async (id: GraphId) => graphProgress(desk, await graphOf(desk, id));
  app.post(
    '/v1/graphs',
    {
      config: { rateLimit: { max: 20 } },
      schema: { ...keyed, summary: 'Start a graph of jobs', body: GraphBody, response: { 200: GraphReply } },
    },
    async (request) => {
      const id = await declareGraph(desk, await callerOf(desk, request), requestOf(request.body));
      keeper.look();
      return standing(id);
    },
  );
  app.get(
    '/v1/graphs/:id',
    { schema: { summary: 'Where a graph stands', params: ById, response: { 200: GraphReply } } },
    async (request) => standing(request.params.id as GraphId),
  );
  for (const [verb, act] of [
    ['pause', pauseAll],
    ['resume', resumeAll],
    ['cancel', cancelAll],
  ] as const)
    app.post(
      `/v1/graphs/:id/${verb}`,
      {
        schema: { ...keyed, summary: `${verb} all of a graph`, params: ById, response: { 200: GraphReply } },
      },
      async (request) => {
        const id = request.params.id as GraphId;
        const researcher = await callerOf(desk, request);
        const looked = await ownGraph(desk, researcher, id);
        if (verb === 'resume') await refuseForeign(desk.db, researcher, looked.graph);
        await act(desk, looked);
        keeper.look();
        return standing(id);
      },
    );
  app.get(
    '/v1/graphs/:id/certificate',
    { schema: { summary: 'The signed document that names the stages’ certificates', params: ById } },
    async (request) => {
      const { graph } = await graphOf(desk, request.params.id as GraphId);
      const certificate = await findGraphCertificate(desk.db, graph.id);
      if (certificate === null)
        throw new KnownError(
          'GRAPH_NOT_CERTIFIED',
          `the graph is ${graph.state}; its certificate is signed once all stages are certified`,
        );
      return certificate;
    },
  );
}

function requestOf(body: Static<typeof GraphBody>): GraphRequest {
  const { title, stages, channel, owner, idempotencyKey } = body;
  const declared = Object.fromEntries(Object.entries(stages).map(([name, stage]) => [name, stageOf(stage)]));
  const declaration: GraphDeclaration = { title, stages: declared };
  return { declaration, channel: channel ?? null, owner, idempotencyKey };
}

/** Axes of a range as texts: JSON's numbers are floats, and what is declared is hashed. */
function stageOf({ source, ...stage }: Static<typeof GraphBody>['stages'][string]): StageDeclaration {
  const given = typeof source === 'object' ? { range: axesIn(source.range) } : source;
  return {
    ...stage,
    ...(given === undefined ? {} : { source: given }),
    ...(stage.policy === undefined ? {} : { policy: stage.policy as Policy }),
  } as StageDeclaration;
}
