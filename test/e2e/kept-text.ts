import type { Frame, Page } from 'playwright';

/** What a page or frame of ours keeps under a name in its browser; empty where it keeps nothing. */
export const keptText = (where: Page | Frame, name: string): Promise<string> =>
  where.evaluate(
    (key) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('manyhands');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('texts').objectStore('texts').get(key);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result ?? '');
          };
        };
      }),
    name,
  );
