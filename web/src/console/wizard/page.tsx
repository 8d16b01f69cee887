import type { PublishedKernel } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Program } from '../../shared/label.tsx';
import { words } from '../../words/words.ts';
import { Schema } from '../editor/schema.tsx';
import { InputFields } from '../inputs/fields.tsx';
import { fit } from '../inputs/form.ts';
import { sayError } from '../saying.ts';
import { client } from '../session.ts';
import { Named, Told } from './checks.tsx';
import { JobEstimate } from './estimate.tsx';
import { KernelChoice } from './kernel-choice.tsx';
import { Preview } from './preview.tsx';
import { followWish } from './quoting.ts';
import { followInputs, form } from './table.ts';

/** Inputs, checks and start of a job of one kernel. */
function Wizard({ kernel }: { kernel: PublishedKernel }) {
  const said = words('console').job;
  useEffect(() => {
    fit(form, kernel.schema.inputs);
    const ends = [followInputs(kernel.schema), followWish(kernel)];
    return () => {
      for (const end of ends) end();
    };
  }, [kernel]);
  return (
    <>
      <section class="panel" aria-labelledby="new-title">
        <h2 id="new-title">{said.of(kernel.name)}</h2>
        <Schema schema={kernel.schema} />
        <Program kernel={kernel.kernel} name={kernel.name} />
      </section>
      <section class="panel" aria-labelledby="inputs-title">
        <h2 id="inputs-title">{said.inputs}</h2>
        <div class="fields">
          <InputFields form={form} schema={kernel.schema} />
        </div>
        <Preview inputs={kernel.schema.inputs} />
      </section>
      <Told />
      <section class="panel" aria-labelledby="named-title">
        <h2 id="named-title">{said.named}</h2>
        <Named usual={kernel.name} />
      </section>
      <JobEstimate kernel={kernel} />
    </>
  );
}

/** Makes a job: of the kernel that the address names, or of one that is chosen first. */
export function NewPage({ kernel }: { readonly kernel?: string }) {
  const found = useSignal<PublishedKernel | (() => string) | null>(null);
  useEffect(() => {
    if (kernel === undefined) return;
    client
      .peek()
      .publish({ kernel })
      .then(
        (published) => {
          found.value = published;
        },
        (error) => {
          found.value = () => sayError(error);
        },
      );
  }, [kernel]);
  if (kernel === undefined) return <KernelChoice />;
  if (found.value === null) return <p class="panel quiet">{words('common').asking}</p>;
  if (typeof found.value !== 'function') return <Wizard kernel={found.value} />;
  return (
    <>
      <p class="panel wrong" role="alert">
        {found.value()}
      </p>
      <KernelChoice />
    </>
  );
}
