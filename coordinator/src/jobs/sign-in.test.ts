import { addressOf, recoverPersonal, signPersonal } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Caller, type Edge, openEdge } from '../testing/edge.ts';
import { beginSignIn } from './sign-in.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const ANN = { key: secret(1), address: addressOf(secret(1)) };
const BOB = { key: secret(2), address: addressOf(secret(2)) };
type Wallet = typeof ANN;

let edge: Edge;
let stranger: Caller;
beforeAll(async () => {
  edge = await openEdge({ domains: ['lab.example'], requestsPerMinute: 100_000 });
  stranger = new Caller(edge.url);
});
afterAll(() => edge.close());

const begin = async ({ address }: Wallet) => (await stranger.post('/v1/sign-in', { address })).body;
const finish = (nonce: string, signature: string) =>
  stranger.post('/v1/sign-in/signed', { nonce, signature });

async function signIn(wallet: Wallet) {
  const { nonce, message } = await begin(wallet);
  return (await finish(nonce, signPersonal(wallet.key, message))).body;
}

function callerWith(key: string): Caller {
  const caller = new Caller(edge.url);
  caller.key = key;
  return caller;
}

describe('signing in with a wallet', () => {
  it('[SI1] opens the account of the address, the same one each time, with a key that ends', async () => {
    const first = await signIn(ANN);
    const again = await signIn(ANN);
    expect(again.account).toBe(first.account);
    expect(again.key).not.toBe(first.key);
    expect(first.key).toMatch(/^mhs_/);
    expect((await signIn(BOB)).account).not.toBe(first.account);
    const days = (Date.parse(first.expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    const { keys } = (await callerWith(first.key).get('/v1/keys')).body;
    expect(keys).toHaveLength(2);
    expect(keys[0].expires).toBe(first.expires);
  });

  it('first sign-ins at once open one account', async () => {
    const wallet = { key: secret(3), address: addressOf(secret(3)) };
    const opened = await Promise.all([signIn(wallet), signIn(wallet), signIn(wallet)]);
    expect(new Set(opened.map(({ account }) => account)).size).toBe(1);
  });

  it('the text names this host, the address and how long it holds', async () => {
    const { message, nonce } = await begin(ANN);
    const host = new URL(edge.url).host;
    expect(message.split('\n')[0]).toBe(`${host} wants you to sign in with your Ethereum account:`);
    expect(message).toContain(`URI: ${edge.url}/console.html`);
    expect(message).toContain(`Nonce: ${nonce}`);
    const [, issued, over] = /Issued At: (.*)\nExpiration Time: (.*)$/.exec(message) as string[];
    expect(Date.parse(over) - Date.parse(issued)).toBe(600_000);
  });

  it('[SI1] a text opens once: neither a second time, nor after a signature by somebody else, nor when it is over', async () => {
    const once = await begin(ANN);
    const signature = signPersonal(ANN.key, once.message);
    expect((await finish(once.nonce, signature)).status).toBe(200);
    expect((await finish(once.nonce, signature)).body).toMatchObject({ code: 'SIGN_IN_REFUSED' });

    const other = await begin(ANN);
    const byBob = signPersonal(BOB.key, other.message);
    expect((await finish(other.nonce, byBob)).body.message).toMatch(
      new RegExp(`not signed by ${ANN.address}`),
    );
    const late = await finish(other.nonce, signPersonal(ANN.key, other.message));
    expect(late.body.code).toBe('SIGN_IN_REFUSED');

    const old = await begin(ANN);
    await edge.app.desk.db.query(`update sign_in set expires = now() where nonce = $1`, [old.nonce]);
    expect((await finish(old.nonce, signPersonal(ANN.key, old.message))).body.message).toMatch(/ten minutes/);
    expect(recoverPersonal(old.message, signPersonal(ANN.key, old.message))).toBe(ANN.address);
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'lab.example:99',
    'lab.example.evil.example',
  ])('nobody signs in on a page of %s', async (host) => {
    const asked = { address: ANN.address, chainId: 1, host, protocol: 'https' };
    await expect(beginSignIn(edge.app.desk.db, edge.app.desk.domains, asked)).rejects.toMatchObject({
      code: 'DOMAIN_REFUSED',
    });
  });

  it('a host that the operator named, and this machine’s own names, are taken', async () => {
    for (const host of ['lab.example', 'LAB.example', 'localhost:8787', '[::1]:1', '127.0.0.1'])
      await beginSignIn(edge.app.desk.db, edge.app.desk.domains, {
        address: ANN.address,
        chainId: 1,
        host,
        protocol: 'https',
      });
  });

  it('sessions are no keys that an account made: the oldest ends, and the limit of keys is not theirs', async () => {
    const wallet = { key: secret(4), address: addressOf(secret(4)) };
    const { key: first } = await signIn(wallet);
    for (let i = 0; i < 20; i++) await signIn(wallet);
    expect((await callerWith(first).get('/v1/keys')).body.code).toBe('KEY_REFUSED');
    const { key } = await signIn(wallet);
    const { keys } = (await callerWith(key).get('/v1/keys')).body;
    expect(keys).toHaveLength(20);
    expect((await callerWith(key).post('/v1/keys', { name: 'mine' })).status).toBe(200);
  });

  it('who leaves ends the session; a key of another kind is not ended so', async () => {
    const { key } = await signIn(BOB);
    const bob = callerWith(key);
    const made = (await bob.post('/v1/keys', { name: 'lasting' })).body;
    expect((await callerWith(made.key).delete('/v1/sign-in')).body.code).toBe('KEY_REFUSED');
    expect((await bob.delete('/v1/sign-in')).body).toEqual({ left: true });
    expect((await bob.get('/v1/keys')).body.code).toBe('KEY_REFUSED');
    expect((await callerWith(made.key).get('/v1/keys')).status).toBe(200);
  });

  it('a session that is renewed still is one, which its holder can see and end', async () => {
    const { key, expires } = await signIn(BOB);
    const renewed = (await callerWith(key).post('/v1/accounts/key')).body.key;
    expect(renewed).toMatch(/^mhs_/);
    const bob = callerWith(renewed);
    const { keys } = (await bob.get('/v1/keys')).body;
    expect(keys.find(({ asks }: { asks: boolean }) => asks).expires).toBe(expires);
    expect((await bob.delete('/v1/sign-in')).body).toEqual({ left: true });
  });
});
