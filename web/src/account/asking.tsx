import { useSignal } from '@preact/signals';

const KINDS = {
  text: { type: 'text', autocomplete: 'off' },
  password: { type: 'password', autocomplete: 'new-password' },
} as const;

/** A form of one field; what is typed goes to `submit` and is not kept. */
export function Asking(props: {
  readonly label: string;
  readonly button: string;
  readonly type?: keyof typeof KINDS;
  readonly busy?: boolean;
  readonly submit: (text: string) => unknown;
}) {
  const text = useSignal('');
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        void props.submit(text.value);
      }}
    >
      <label>
        <span>{props.label}</span>
        <input
          {...KINDS[props.type ?? 'text']}
          autocapitalize="none"
          spellcheck={false}
          value={text}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="small" disabled={props.busy}>
        {props.button}
      </button>
    </form>
  );
}
