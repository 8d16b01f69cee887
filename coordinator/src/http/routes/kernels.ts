import { type Hash as HashText, type KernelSchema, LIMITS } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { unknownBlob } from '../../blobs/blobs.ts';
import { isBuild } from '../../db/jobs/is-build.ts';
import type { Desk } from '../../jobs/desk.ts';
import { checkServed } from '../../jobs/kernel-review.ts';
import { buildOf, kernelOf, publishKernel } from '../../jobs/kernels.ts';
import { callerOf, keyed } from '../caller.ts';
import { Hash } from '../schemas/common.ts';
import { KernelBody, KernelReply, KernelWithBuildReply } from '../schemas/kernels.ts';
import type { Server } from '../type-provider.ts';
import { shownStanding } from './admin.ts';

export const IMMUTABLE = 'public, max-age=31536000, immutable';
const ByHash = Type.Object({ hash: Hash });
/** Base64 of the largest kernel, and the rest of the body. */
const BODY_BYTES = Math.ceil((LIMITS.kernelBytes * 4) / 3) + 64 * 1024;

export function kernelRoutes(app: Server, desk: Desk): void {
  app.post(
    '/v1/kernels',
    {
      bodyLimit: BODY_BYTES,
      // Compiling takes seconds of a core.
      config: { rateLimit: { max: 60 } },
      schema: { ...keyed, summary: 'Publish a kernel', body: KernelBody, response: { 200: KernelReply } },
    },
    async (request) => {
      await callerOf(desk, request);
      const { wasm, schema, author, ...rest } = request.body;
      const kernel = await publishKernel(desk, {
        ...rest,
        wasm: wasm === undefined ? undefined : new Uint8Array(Buffer.from(wasm, 'base64')),
        schema: schema as KernelSchema | undefined,
        author: author && { ...author, payee: author.payee.toLowerCase() },
      });
      const { name, label } = kernel;
      return { kernel: kernel.hash, name, schema: kernel.schema, label, author: kernel.author };
    },
  );
  app.get(
    '/v1/kernels/:hash',
    {
      schema: { summary: 'A kernel and its build', params: ByHash, response: { 200: KernelWithBuildReply } },
    },
    async (request) => {
      const kernel = await kernelOf(desk, request.params.hash as HashText);
      const build = await buildOf(desk, kernel.hash);
      const { name, schema, label, author, standing } = kernel;
      return { kernel: kernel.hash, name, schema, label, author, build, ...shownStanding(standing) };
    },
  );
  app.get(
    '/v1/builds/:hash',
    { schema: { summary: 'The module of a build', params: ByHash } },
    async (request, reply) => {
      const hash = request.params.hash as HashText;
      if (!(await isBuild(desk.db, hash))) throw unknownBlob(hash);
      await checkServed(desk.db, hash);
      const { size, bytes } = await desk.blobs.stream(hash);
      return reply
        .headers({ 'content-type': 'application/wasm', 'content-length': size, 'cache-control': IMMUTABLE })
        .send(bytes);
    },
  );
}
