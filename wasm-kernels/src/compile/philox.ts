/** `import { Philox } from "manyhands/philox"`: random numbers for kernels, which have no other source of them than their inputs. */
export const PHILOX = `
/**
 * Philox 4x32-10 (Salmon, Moraes, Dror & Shaw, SC11): random words from a key and a counter. Number n of a stream costs
 * the same as the first, so that every item can have streams of its own.
 */
export class Philox {
  /** What {@link draw} drew. */
  word0: u32 = 0;
  word1: u32 = 0;
  word2: u32 = 0;
  word3: u32 = 0;
  private stream: u32 = 0;
  private drawn: u32 = 0;
  /** How many of the four words {@link next} has not used. */
  private left: i32 = 0;

  constructor(private key0: u32 = 0, private key1: u32 = 0) {}

  /** Names the sequences that follow. */
  key(key0: u32, key1: u32): void {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Starts a sequence of {@link next} under the key. */
  begin(stream: u32): void {
    this.stream = stream;
    this.drawn = 0;
    this.left = 0;
  }

  /** Uniform between 0 and 1, neither of them. */
  next(): f64 {
    if (this.left === 0) {
      this.draw(this.stream, this.drawn++);
      this.left = 4;
    }
    const word = this.word0;
    this.word0 = this.word1;
    this.word1 = this.word2;
    this.word2 = this.word3;
    this.left--;
    return (<f64>word + 0.5) * (1.0 / 4294967296.0);
  }

  /** The four words of a counter under the key. */
  draw(c0: u32, c1: u32 = 0, c2: u32 = 0, c3: u32 = 0): void {
    let k0 = this.key0;
    let k1 = this.key1;
    for (let round = 0; round < 10; round++) {
      const product0 = (<u64>0xd2511f53) * c0;
      const product1 = (<u64>0xcd9e8d57) * c2;
      c0 = <u32>(product1 >> 32) ^ c1 ^ k0;
      c1 = <u32>product1;
      c2 = <u32>(product0 >> 32) ^ c3 ^ k1;
      c3 = <u32>product0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    this.word0 = c0;
    this.word1 = c1;
    this.word2 = c2;
    this.word3 = c3;
  }
}
`;
