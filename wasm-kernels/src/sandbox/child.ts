/** The sandboxed process: waits for requests, answers one after the other. See process.ts for its bounds. */
import { isKnownError } from '@manyhands/protocol';
import { explainItems } from '../debug/explain.ts';
import { profileItems } from '../debug/profile.ts';
import { prepareHere } from './prepare-here.ts';
import type { Envelope, Reply, Requests } from './requests.ts';
import { Store } from './store.ts';
import { runTimed } from './timing.ts';
import { runTrial } from './trial-run.ts';

const store = new Store();

async function answer(envelope: Envelope): Promise<unknown> {
  switch (envelope.kind) {
    case 'compile': {
      // Loaded on demand: a referee has no use for a compiler.
      const { compileHere } = await import('../compile/compile.ts');
      return compileHere((envelope.request as Requests['compile']['request']).source);
    }
    case 'prepare':
      return prepareHere(envelope.request as Requests['prepare']['request']);
    case 'put':
      return store.put(envelope.request as Requests['put']['request']);
    case 'forget':
      return store.forget((envelope.request as Requests['forget']['request']).hash);
    case 'execute': {
      const request = envelope.request as Requests['execute']['request'];
      // What is timed is what is paid for; what settles a dispute needs no trust in the fast twin.
      if (request.timed) return runTimed(store.kernel(request), request.inputs, request.fuelCap);
      const kernel = store.kernel(request, 'careful');
      return request.inputs.map((input) => kernel.runItem(input, request.fuelCap));
    }
    case 'symbols': {
      const { symbolsOf } = await import('../compile/source-map.ts');
      const { source, wanted } = envelope.request as Requests['symbols']['request'];
      return symbolsOf(source, wanted);
    }
    case 'explain': {
      const request = envelope.request as Requests['explain']['request'];
      return explainItems({ ...request, datasets: store.datasets(request.datasets) });
    }
    case 'profile': {
      const request = envelope.request as Requests['profile']['request'];
      return profileItems({ ...request, datasets: store.datasets(request.datasets) });
    }
    case 'trial':
      return runTrial(store, envelope.request as Requests['trial']['request']);
  }
}

async function reply(envelope: Envelope): Promise<Reply> {
  const { id } = envelope;
  try {
    return { id, kind: 'done', value: await answer(envelope) };
  } catch (error) {
    if (isKnownError(error))
      return { id, kind: 'failed', code: error.code, message: error.message, details: error.details };
    return {
      id,
      kind: 'failed',
      code: 'INTERNAL',
      message: String((error as Error)?.stack ?? error),
      details: undefined,
    };
  }
}

process.on('message', (envelope: Envelope) => {
  void reply(envelope).then((message) => process.send?.(message));
});
process.on('disconnect', () => process.exit(0));
