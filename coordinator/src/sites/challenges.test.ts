import { addressOf, newPrivateKey, signChallenge } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until } from '../testing/edge.ts';
import { visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ORIGIN = 'https://tidepool.example';
const visitor = newPrivateKey();
let edge: Edge;
let owner: Caller;
let site: string;
let session: RawSocket;

beforeAll(async () => {
  edge = await openEdge();
  owner = await Caller.withAccount(edge.url, 'owner');
  const terms = { name: 'Tidepool', origins: [ORIGIN], payee: '', cause: '' };
  const { body } = await owner.post('/v1/sites', {
    ...terms,
    sitePpm: 0,
    visitorPpm: 1_000_000,
    causePpm: 0,
  });
  site = body.key;
  session = await contribute(edge.url, visitorOf({ site, origin: ORIGIN }, visitor));
});
afterAll(async () => {
  session.close();
  await edge.close();
});

const ask = async (fuel: string, seconds = 600) =>
  (await owner.post(`/v1/sites/${site}/challenges`, { fuel, seconds })).body;
const take = (challenge: string, privateKey = visitor) => {
  const device = addressOf(privateKey);
  const signature = signChallenge(privateKey, device, challenge);
  return new Caller(edge.url).post(`/v1/challenges/${challenge}`, { device, signature });
};
const look = async (challenge: string) => (await owner.get(`/v1/sites/${site}/challenges/${challenge}`)).body;

describe('a challenge', () => {
  it('is solved by final work alone, which counts for one challenge at a time', async () => {
    const [first, second] = [await ask('1000'), await ask('1000000000000')];
    expect(first).toMatchObject({ fuel: '1000', done: '0', solved: false, device: null });
    expect((await take(first.challenge)).body).toMatchObject({ device: addressOf(visitor), solved: false });
    expect((await take(second.challenge)).status).toBe(200);

    const { kernel, schema } = (await owner.post('/v1/kernels', { source: SQUARES })).body;
    const inputs = await owner.table(
      schema.inputs,
      Array.from({ length: 100 }, (_, i) => [i]),
    );
    const { job } = (await owner.post('/v1/jobs', { kernel, title: 'squares', inputs })).body;
    await owner.post(`/v1/jobs/${job}/start`);
    const solved = await until(async () => {
      const state = await look(first.challenge);
      return state.solved && state;
    });
    expect(solved).toMatchObject({ done: '1000', device: addressOf(visitor) });
    await until(async () => (await owner.get(`/v1/jobs/${job}`)).body.state === 'certified');
    const { finalFuel } = await until(async () => {
      const { body } = await owner.get(`/v1/devices/${addressOf(visitor)}`);
      return body.finalItems === 100 && body;
    });
    // The first thousand are the first one's.
    expect(BigInt((await look(second.challenge)).done)).toBe(BigInt(finalFuel) - 1000n);
  });

  it('[SE1] is taken up by one device, which consented to the site and signed', async () => {
    const { challenge } = await ask('1000');
    const stranger = newPrivateKey();
    expect((await take(challenge, stranger)).body.code).toBe('CONSENT_MISSING');
    const forged = await new Caller(edge.url).post(`/v1/challenges/${challenge}`, {
      device: addressOf(visitor),
      signature: signChallenge(stranger, addressOf(visitor), challenge),
    });
    expect(forged.body.code).toBe('DEVICE_UNPROVEN');
    expect((await take(challenge)).status).toBe(200);
    expect((await take(challenge)).status).toBe(200);
    expect((await take('0'.repeat(32))).body.code).toBe('CHALLENGE_UNKNOWN');
    await edge.app.desk.db.query(`update challenge set device = 'another' where id = $1`, [challenge]);
    expect((await take(challenge)).body.code).toBe('CHALLENGE_TAKEN');
  });

  it('[SE1] is made and looked at by its site’s owner, and expires', async () => {
    const { challenge } = await ask('1000');
    const other = await Caller.withAccount(edge.url, 'other');
    const path = `/v1/sites/${site}/challenges`;
    expect((await other.post(path, { fuel: '1', seconds: 60 })).body.code).toBe('SITE_UNKNOWN');
    expect((await other.get(`${path}/${challenge}`)).body.code).toBe('SITE_UNKNOWN');
    for (const fuel of ['0', '-1', '1e9', '1'.repeat(16)])
      expect((await owner.post(path, { fuel, seconds: 60 })).body.code).toBe('REQUEST_INVALID');
    await edge.app.desk.db.query('update challenge set expires = now() where id = $1', [challenge]);
    expect((await look(challenge)).code).toBe('CHALLENGE_UNKNOWN');
    expect((await take(challenge)).body.code).toBe('CHALLENGE_UNKNOWN');
  });
});
