/** Several pieces of bytes as one parameter, and where each begins and how long it is: an array of bytes would be sent as text. */
export function endToEnd(parts: readonly Uint8Array[]): [Uint8Array, number[], number[]] {
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.length;
  }
  const whole = new Uint8Array(length);
  parts.forEach((part, i) => {
    whole.set(part, starts[i]);
  });
  return [whole, starts, parts.map((part) => part.length)];
}
