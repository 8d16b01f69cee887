/**
 * The same pieces, but the next one is asked for as soon as one is here: the database works while what it gave is sent. Where
 * the reader ends early, so does the source.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = source.next();
  try {
    for (;;) {
      const { done, value } = await coming;
      if (done) return;
      coming = source.next();
      // Whoever takes it next is told of its failure; nobody may be left who does.
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
