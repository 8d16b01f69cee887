import { useSignal } from '@preact/signals';

/** Copies a text; where the browser does not let pages do that, the text is there to be marked. */
export function Copying({ text, name, done }: { text: string; name: string; done: string }) {
  const copied = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="small"
        onClick={() =>
          navigator.clipboard?.writeText(text).then(
            () => {
              copied.value = true;
            },
            () => {},
          )
        }
      >
        {name}
      </button>
      <span role="status" class="quiet">
        {copied.value ? done : ''}
      </span>
    </>
  );
}

/** A button for what cannot be undone: the second click does it. */
export function Sure(props: { readonly name: string; readonly sure: string; readonly act: () => unknown }) {
  const asked = useSignal(false);
  return (
    <button
      type="button"
      class="small danger"
      onClick={() => {
        if (asked.value) void props.act();
        asked.value = !asked.value;
      }}
      onBlur={() => {
        asked.value = false;
      }}
    >
      {asked.value ? props.sure : props.name}
    </button>
  );
}
