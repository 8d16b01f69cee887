/** Thrown out of a kernel by its one import: an exception, a failed bounds check or assertion. */
export class KernelAbort extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KernelAbort';
  }
}

const LONGEST_TEXT = 1000;

/** `env.abort`: throws what the kernel said, as far as its memory can be read. */
export function abortOver(memory: () => WebAssembly.Memory | undefined): (...args: number[]) => never {
  return (message, file, line, column) => {
    const bytes = new Uint8Array(memory()?.buffer ?? new ArrayBuffer(0));
    throw new KernelAbort(
      `${readText(bytes, message) || 'abort'} at ${readText(bytes, file)}:${line}:${column}`,
    );
  };
}

/** Reads an AssemblyScript string; empty where there is none. */
export const textsOf =
  (memory: () => WebAssembly.Memory | undefined) =>
  (pointer: number): string =>
    readText(new Uint8Array(memory()?.buffer ?? new ArrayBuffer(0)), pointer);

/** An AssemblyScript string: its byte length stands four bytes before it, the text is UTF-16. */
function readText(bytes: Uint8Array, pointer: number): string {
  const at = pointer >>> 0;
  if (at < 4 || at > bytes.length) return '';
  const length = new DataView(bytes.buffer).getUint32(at - 4, true);
  return new TextDecoder('utf-16le').decode(bytes.slice(at, at + Math.min(length, 2 * LONGEST_TEXT)));
}
