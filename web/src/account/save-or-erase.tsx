import { useSignal } from '@preact/signals';

/** Two buttons for what is kept: take it along, or have it erased, which says first what it means and asks once more. */
export function SaveOrErase(props: {
  readonly save: string;
  readonly erase: string;
  readonly sure: string;
  readonly means: string;
  readonly onSave: () => unknown;
  readonly onErase: () => Promise<void>;
}) {
  const sure = useSignal(false);
  return (
    <>
      <div class="buttons">
        <button type="button" class="small" onClick={props.onSave}>
          {props.save}
        </button>
        <button
          type="button"
          class="small danger"
          onClick={async () => {
            if (sure.value) await props.onErase();
            sure.value = !sure.value;
          }}
        >
          {sure.value ? props.sure : props.erase}
        </button>
      </div>
      {sure.value && (
        <p class="wrong" role="alert">
          {props.means}
        </p>
      )}
    </>
  );
}
