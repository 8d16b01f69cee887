import { leaveSession } from '../../jobs/accounts.ts';
import type { Desk } from '../../jobs/desk.ts';
import { beginSignIn, finishSignIn } from '../../jobs/sign-in.ts';
import { keyed } from '../caller.ts';
import { LeftReply, SessionReply, SignedBody, SignInBody, SignInReply } from '../schemas/sign-in.ts';
import type { Server } from '../type-provider.ts';

const config = { rateLimit: { max: 20 } };

/** Accounts by Ethereum address. */
export function signInRoutes(app: Server, { db, domains }: Pick<Desk, 'db' | 'domains'>): void {
  app.post(
    '/v1/sign-in',
    {
      config,
      schema: {
        summary: 'A text to sign in with (EIP-4361)',
        body: SignInBody,
        response: { 200: SignInReply },
      },
    },
    ({ body: { address, chainId = 1 }, host, protocol }) =>
      beginSignIn(db, domains, { address, chainId, host, protocol }),
  );
  app.post(
    '/v1/sign-in/signed',
    {
      config,
      schema: { summary: 'The account of who signed', body: SignedBody, response: { 200: SessionReply } },
    },
    async ({ body: { nonce, signature } }) => {
      const { expires, ...opened } = await finishSignIn(db, nonce, signature);
      return { ...opened, expires: expires.toISOString() };
    },
  );
  app.delete(
    '/v1/sign-in',
    { config, schema: { ...keyed, summary: 'End the session that asks', response: { 200: LeftReply } } },
    async (request) => {
      await leaveSession(db, request.headers.authorization);
      return { left: true as const };
    },
  );
}
