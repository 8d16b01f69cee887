/** Philox 4x32-10 (Salmon, Moraes, Dror & Shaw, SC11): four random words from a key and a counter. */
export class Philox {
  private key0: u32 = 0;
  private key1: u32 = 0;
  /** The counter: which sample, and which four of its words. */
  private sample: u32 = 0;
  private draw: u32 = 0;
  private word0: u32 = 0;
  private word1: u32 = 0;
  private word2: u32 = 0;
  private word3: u32 = 0;
  /** How many of the four words are left. */
  private left: i32 = 0;

  key(key0: u32, key1: u32): void {
    this.key0 = key0;
    this.key1 = key1;
  }

  begin(sample: u32): void {
    this.sample = sample;
    this.draw = 0;
    this.left = 0;
  }

  /** Uniform between 0 and 1, neither of them. */
  next(): f64 {
    if (this.left === 0) this.refill();
    const word = this.word0;
    this.word0 = this.word1;
    this.word1 = this.word2;
    this.word2 = this.word3;
    this.left--;
    return (<f64>word + 0.5) * (1.0 / 4294967296.0);
  }

  private refill(): void {
    let c0 = this.sample;
    let c1 = this.draw;
    let c2: u32 = 0;
    let c3: u32 = 0;
    let k0 = this.key0;
    let k1 = this.key1;
    for (let round = 0; round < 10; round++) {
      const product0 = <u64>0xd2511f53 * c0;
      const product1 = <u64>0xcd9e8d57 * c2;
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
    this.draw++;
    this.left = 4;
  }
}
