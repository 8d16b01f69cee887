/** What a kernel may print while it is tried out: AssemblyScript's `console` and `trace`. Elsewhere nobody hears it. */

/** Hears one line, without its end. */
export type Print = (line: string) => void;

const I32 = 0x7f;
const F64 = 0x7c;
const TEXT = [I32];
/** By name in the module `env`, their types of parameters. None gives a result. */
export const PRINTING: Readonly<Record<string, readonly number[]>> = {
  'console.log': TEXT,
  'console.debug': TEXT,
  'console.info': TEXT,
  'console.warn': TEXT,
  'console.error': TEXT,
  'console.assert': [I32, I32],
  trace: [I32, I32, F64, F64, F64, F64, F64],
};

export const isPrinting = ({ module, name }: { readonly module: string; readonly name: string }): boolean =>
  module === 'env' && Object.hasOwn(PRINTING, name);

type Said = (text: number, ...numbers: number[]) => void;

/** Functions for a module's imports that print; `readText` reads a string of the kernel. */
export function printingImports(print: Print, readText: (pointer: number) => string): Record<string, Said> {
  const levels = ['log', 'debug', 'info', 'warn', 'error'];
  const said: Record<string, Said> = Object.fromEntries(
    levels.map((level) => [`console.${level}`, (text) => print(readText(text))]),
  );
  said['console.assert'] = (holds, text) => {
    if (!holds) print(`assertion failed: ${readText(text)}`);
  };
  said.trace = (text, count, ...values) =>
    print(`trace: ${readText(text)} ${values.slice(0, count).join(', ')}`.trimEnd());
  return said;
}

/** The same functions for builds, which do not call them but where a table does. */
export const SILENT: Readonly<Record<string, () => void>> = Object.fromEntries(
  Object.keys(PRINTING).map((name) => [name, () => undefined]),
);
