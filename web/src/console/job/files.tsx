import type { Certificate } from '@manyhands/protocol';
import type { Progress } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { key } from '../../shared/account/key.ts';
import { usePolled } from '../../shared/polled.ts';
import { save } from '../../shared/save.ts';
import { bytesWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import { sayError } from '../saying.ts';
import { Trouble } from '../trouble.tsx';
import { download, type Format, HELD_BYTES, TooLarge } from './download.ts';
import { jobOf } from './state.ts';

/** What became of the last download, in words. */
type Said = (() => string) | null;

function Downloads({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').files;
  const said = useSignal<Said>(null);
  const stopping = useSignal<AbortController | null>(null);
  const get = async (format: Format): Promise<void> => {
    const stop = new AbortController();
    said.value = null;
    stopping.value = stop;
    const { signal } = stop;
    const came = (bytes: number): void => {
      said.value = () => words('consoleJob').files.coming(bytesWords(bytes));
    };
    const name = `${job.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'results'}.${format}`;
    said.value = await download({ job: job.job, key: key.value, format, name, signal, came }).then(
      (bytes) => () => words('consoleJob').files.done(bytesWords(bytes)),
      (error: Error) => () => faultWords(error),
    );
    stopping.value = null;
  };
  return (
    <>
      <p class="row">
        {(['csv', 'ndjson'] as const).map((format) => (
          <button
            key={format}
            type="button"
            class="small"
            disabled={stopping.value !== null}
            onClick={() => get(format)}
          >
            {say[format]}
          </button>
        ))}
        {stopping.value !== null && (
          <button type="button" class="small" onClick={() => stopping.value?.abort()}>
            {say.stop}
          </button>
        )}
        <span role="status" class="quiet">
          {said.value?.()}
        </span>
      </p>
      {job.state !== 'certified' && <p class="quiet">{say.partly}</p>}
    </>
  );
}

function faultWords(error: Error): string {
  const { stopped, large } = words('consoleJob').files;
  if (error.name === 'AbortError') return stopped;
  return error instanceof TooLarge ? large(bytesWords(HELD_BYTES)) : sayError(error);
}

function Certified({ certificate }: { readonly certificate: Certificate }) {
  const say = words('consoleJob').files;
  const { bound, signer, job } = certificate;
  return (
    <>
      <p>
        {say.bound(
          formats().percent(bound.share, bound.share < 0.001 ? 6 : 3),
          formats().percent(bound.confidencePpm / 1e6, 1),
        )}{' '}
        <span class="quiet">{say.signed(signer)}</span>
      </p>
      <p class="row">
        <button
          type="button"
          class="small"
          onClick={() => save(`certificate-${job.slice(0, 8)}.json`, JSON.stringify(certificate, null, 2))}
        >
          {say.certificate}
        </button>
        <a class="small link" href={`/verify.html?job=${job}&item=0`}>
          {say.verify}
        </a>
      </p>
    </>
  );
}

function CertificatePart({ job }: { readonly job: string }) {
  const { value, problem } = usePolled(() => jobOf(job).certificate(), null, job);
  return (
    <>
      <Trouble problem={problem.value} />
      {value.value !== undefined && <Certified certificate={value.value} />}
    </>
  );
}

/** Results and certificate as files. `isOwn`: results are the researcher's to download. */
export function Files({ job, isOwn }: { readonly job: Progress; readonly isOwn: boolean }) {
  const say = words('consoleJob').files;
  return (
    <section class="panel" aria-labelledby="files-title">
      <h2 id="files-title">{say.title}</h2>
      {isOwn && <Downloads job={job} />}
      {job.state === 'certified' ? <CertificatePart job={job.job} /> : <p class="quiet">{say.uncertified}</p>}
    </section>
  );
}
