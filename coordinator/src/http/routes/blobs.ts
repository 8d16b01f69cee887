import { type Hash as HashText, KnownError, LIMITS } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { unknownBlob } from '../../blobs/blobs.ts';
import type { Desk } from '../../jobs/desk.ts';
import { checkServed } from '../../jobs/kernel-review.ts';
import { noteUpload, statedShare, storeFirst } from '../../jobs/uploads.ts';
import { callerOf, keyed } from '../caller.ts';
import { Hash } from '../schemas/common.ts';
import { BlobReply } from '../schemas/kernels.ts';
import { UploadQuery } from '../schemas/looks.ts';
import type { Server } from '../type-provider.ts';
import { IMMUTABLE } from './kernels.ts';

const ByHash = Type.Object({ hash: Hash });
/** Read and dropped of a refused upload, so that its sender sees the refusal before the connection ends. */
const DRAINED_BYTES = 32 * 1024 * 1024;

export function blobRoutes(app: Server, desk: Desk): void {
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.put(
    '/v1/blobs/:hash',
    {
      bodyLimit: LIMITS.blobBytes,
      schema: {
        ...keyed,
        summary: 'Store bytes by hash',
        params: ByHash,
        querystring: UploadQuery,
        response: { 200: BlobReply },
      },
    },
    async (request, reply) => {
      const upload = request.body as unknown;
      if (!isStream(upload))
        throw new KnownError('REQUEST_INVALID', 'send the bytes as application/octet-stream', {
          details: { field: 'headers.content-type' },
        });
      const hash = request.params.hash as HashText;
      try {
        const { id } = await callerOf(desk, request);
        const stated = statedShare(request.query);
        // Bytes that are here already need no second upload, but the sender may not know.
        const known = await desk.blobs.size(hash);
        if (known !== null) await drain(upload);
        const put = () => desk.blobs.put(hash, upload, LIMITS.blobBytes);
        const size = known ?? (await storeFirst(desk.db, id, { hash, stated, put }));
        const sent = { hash, size, name: request.query.name ?? '', isNew: known === null };
        const share = await noteUpload(desk.db, id, sent, stated);
        return { hash, size, share };
      } catch (error) {
        reply.header('connection', 'close');
        await drain(upload).catch(() => undefined);
        throw error;
      }
    },
  );
  app.get(
    '/v1/blobs/:hash',
    { schema: { summary: 'Bytes by hash', params: ByHash }, exposeHeadRoute: false },
    async (request, reply) => {
      const hash = request.params.hash as HashText;
      await checkServed(desk.db, hash);
      const { size, bytes } = await desk.blobs.stream(hash);
      return reply.headers(headersOf(size)).send(bytes);
    },
  );
  app.head('/v1/blobs/:hash', { schema: { hide: true, params: ByHash } }, async (request, reply) => {
    const hash = request.params.hash as HashText;
    const size = await desk.blobs.size(hash);
    if (size === null) throw unknownBlob(hash);
    return reply.headers(headersOf(size)).send();
  });
}

const headersOf = (size: number) => ({
  'content-type': 'application/octet-stream',
  'content-length': size,
  'cache-control': IMMUTABLE,
});

type Upload = AsyncIterable<Uint8Array> & NodeJS.ReadableStream;

const isStream = (body: unknown): body is Upload =>
  body !== null && typeof body === 'object' && Symbol.asyncIterator in body;

async function drain(upload: Upload): Promise<void> {
  let dropped = 0;
  for await (const chunk of upload) {
    dropped += chunk.length;
    if (dropped > DRAINED_BYTES) return;
  }
}
