import { addressOf, newPrivateKey } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, type Reply, SQUARES, until } from '../testing/edge.ts';
import { type Visitor, visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ORIGIN = 'https://tidepool.example';
const TERMS = {
  name: 'Tidepool',
  origins: [ORIGIN],
  payee: `0x${'aa'.repeat(20)}`,
  cause: '',
  sitePpm: 1_000_000,
  visitorPpm: 0,
  causePpm: 0,
};

let edge: Edge;
let owner: Caller;

beforeAll(async () => {
  edge = await openEdge();
  owner = await Caller.withAccount(edge.url, 'owner');
});
afterAll(() => edge.close());

const addSite = async (more: object = {}): Promise<string> =>
  (await owner.post('/v1/sites', { ...TERMS, ...more })).body.key;

const change = async (site: string, more: object): Promise<Reply> => {
  const response = await fetch(`${edge.url}/v1/sites/${site}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...TERMS, ...more }),
  });
  return { status: response.status, body: await response.json() };
};

const visitor = (site: string, name?: string, privateKey?: Uint8Array): Visitor =>
  visitorOf({ site, origin: ORIGIN, ...(name === undefined ? {} : { visitor: name }) }, privateKey);

async function startJob(category = 'other', items = 400): Promise<string> {
  const { kernel } = (await owner.post('/v1/kernels', { source: SQUARES })).body;
  const { job } = (
    await owner.post('/v1/jobs', {
      kernel,
      title: category,
      unitItems: 10,
      inputs: { range: { from: 0, to: items } },
      category,
    })
  ).body;
  await owner.post(`/v1/jobs/${job}/start`);
  return job;
}

const certified = (job: string) =>
  until(async () => (await owner.get(`/v1/jobs/${job}`)).body.state === 'certified');
const totals = async (site: string, days = 14) =>
  (await owner.get(`/v1/sites/${site}/totals?days=${days}`)).body;

describe('the accounting of a site', () => {
  it('[SA1] sums to what its visitors’ devices did, by visitor, in pages, as JSON and as CSV', async () => {
    const [site, other] = [await addSite(), await addSite({ name: 'Other' })];
    const people = [visitor(site, 'ada'), visitor(site, 'ada'), visitor(site)];
    const sockets = await Promise.all(people.map((each) => contribute(edge.url, each)));
    await until(async () => (await totals(site)).sessions === 3);
    await certified(await startJob());
    // What is in no table yet is folded in first.
    await totals(site);
    const ofDevices = await Promise.all(
      people.map(async ({ device }) => BigInt((await owner.get(`/v1/devices/${device}`)).body.finalFuel)),
    );
    const sum = ofDevices.reduce((a, b) => a + b, 0n);
    expect(sum).toBeGreaterThan(0n);
    const all = await totals(site);
    expect(all).toMatchObject({ consents: 3, finalFuel: String(sum), refutedFuel: '0', sessions: 3 });
    expect(all.days).toHaveLength(14);
    expect(all.days[13]).toMatchObject({ finalFuel: String(sum), consents: 3 });
    expect(await totals(other)).toMatchObject({ consents: 0, finalFuel: '0', sessions: 0 });

    const path = `/v1/sites/${site}/visitors`;
    const rows = [];
    for (let next: string | null = '0'; next !== null; ) {
      const { body } = await owner.get(`${path}?limit=2&after=${next}`);
      expect(body.visitors.length).toBeLessThanOrEqual(2);
      rows.push(...body.visitors);
      next = body.next;
    }
    const order = (texts: readonly (string | bigint)[]) => texts.map(String).sort();
    expect(order(rows.map(({ finalFuel }) => finalFuel))).toEqual(order(ofDevices));
    expect(order(rows.map((row) => row.visitor))).toEqual(['', 'ada', 'ada']);
    expect(new Set(rows.map((row) => row.device)).size).toBe(3);
    // The owner learns no device's own name.
    for (const { device } of people) expect(JSON.stringify(rows)).not.toContain(device);

    const csv: string = (await owner.get(`${path}?format=csv`)).body;
    const [head, ...lines] = csv.trimEnd().split('\n');
    expect(head).toBe('visitor,device,finalFuel,heldFuel,refutedFuel,firstSeen,lastSeen');
    expect(lines).toEqual(
      rows.map((row) =>
        head
          .split(',')
          .map((name) => row[name])
          .join(','),
      ),
    );

    expect((await owner.get(`${path}/ada`)).body).toEqual({
      visitor: 'ada',
      devices: 2,
      finalFuel: String(ofDevices[0] + ofDevices[1]),
      heldFuel: '0',
      refutedFuel: '0',
    });
    expect((await owner.get(`${path}/nobody`)).body).toMatchObject({ devices: 0, finalFuel: '0' });
    for (const socket of sockets) socket.close();
    await until(async () => (await totals(site)).sessions === 0);
  });

  it('[SA1] a device under another name is another visit, and what it did before stays where it was', async () => {
    const site = await addSite();
    const privateKey = newPrivateKey();
    for (const name of ['ada', 'bob']) {
      const socket = await contribute(edge.url, visitor(site, name, privateKey));
      await certified(await startJob());
      socket.close();
    }
    const of = async (name: string) =>
      BigInt((await owner.get(`/v1/sites/${site}/visitors/${name}`)).body.finalFuel);
    const [ada, bob] = [await of('ada'), await of('bob')];
    expect(ada).toBe(bob);
    const whole = BigInt((await owner.get(`/v1/devices/${addressOf(privateKey)}`)).body.finalFuel);
    expect(ada + bob).toBe(whole);
  });

  it('[SE1] is for its owner alone, and asks for nothing without bound', async () => {
    const site = await addSite();
    const stranger = await Caller.withAccount(edge.url, 'stranger');
    for (const path of ['totals', 'visitors', 'visitors/ada']) {
      expect((await stranger.get(`/v1/sites/${site}/${path}`)).body.code).toBe('SITE_UNKNOWN');
      expect((await new Caller(edge.url).get(`/v1/sites/${site}/${path}`)).body.code).toBe('KEY_REFUSED');
    }
    for (const query of ['limit=1001', 'limit=0', 'after=-1', 'visitor=%3D1%2B1', 'format=xml', 'x=1'])
      expect((await owner.get(`/v1/sites/${site}/visitors?${query}`)).body.code).toBe('REQUEST_INVALID');
    expect((await owner.get(`/v1/sites/${site}/totals?days=91`)).body.code).toBe('REQUEST_INVALID');
    expect((await owner.get(`/v1/sites/${site}/visitors/${'x'.repeat(65)}`)).body.code).toBe(
      'REQUEST_INVALID',
    );
  });
});

describe('what a site says of itself', () => {
  const told = (socket: RawSocket) =>
    socket.frames.flatMap((frame) => (frame.kind === 'job' ? [frame.title] : []));

  it('[CT1] a session for it is given jobs of the categories that it allows alone, whatever the device accepts', async () => {
    const site = await addSite({ categories: ['medicine', 'medicine'] });
    expect((await owner.get('/v1/sites')).body.sites.at(-1).categories).toEqual(['medicine']);
    const [art, medicine] = [await startJob('art', 40), await startJob('medicine', 40)];
    const socket = await contribute(edge.url, { ...visitor(site), accepts: ['art', 'medicine'] });
    await certified(medicine);
    expect(told(socket)).toEqual(['medicine']);
    socket.send({ kind: 'accept', categories: ['art'], jobs: [], others: 0 });
    await until(async () =>
      socket.frames.some((frame) => frame.kind === 'standing' && frame.code === 'NOT_ACCEPTED'),
    );
    expect(told(socket)).toEqual(['medicine']);
    socket.close();
    await owner.post(`/v1/jobs/${art}/cancel`);
  });

  it('[SA3] sessions end within seconds when it changes, and come back under the new terms or not at all', async () => {
    const site = await addSite();
    const person = visitor(site);
    const socket = await contribute(edge.url, person);
    await change(site, { categories: ['art'] });
    expect(await socket.closed).toMatchObject({ reason: 'SITE_CHANGED' });
    const again = await contribute(edge.url, person);
    await change(site, { origins: [] });
    expect(await again.closed).toMatchObject({ reason: 'SITE_CHANGED' });
    await expect(contribute(edge.url, person)).rejects.toThrow(/ORIGIN_REFUSED/);
  });
});

it('an owner renews the key of the account: the old one opens nothing from then on', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { body: site } = await ann.post('/v1/sites', TERMS);
  const old = ann.key;
  const [first, second] = await Promise.all([ann.post('/v1/accounts/key'), ann.post('/v1/accounts/key')]);
  const renewed = [first, second].filter(({ status }) => status === 200);
  expect(renewed).toHaveLength(1);
  ann.key = renewed[0].body.key;
  expect((await ann.get('/v1/sites')).body.sites).toMatchObject([{ key: site.key }]);
  ann.key = old;
  expect((await ann.get('/v1/sites')).body.code).toBe('KEY_REFUSED');
});
