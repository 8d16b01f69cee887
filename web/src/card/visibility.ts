/** How long the card must have been in plain sight before its button works, in milliseconds. */
const SEEN_MS = 400;

/** What is used of version 2 of the interface, which some browsers do not have. */
interface TrackedEntry {
  readonly isVisible?: boolean;
}

/**
 * Tells whether a click on the element can be trusted to be meant: the browser says that nothing lies over it and that
 * it is not transparent. Browsers that cannot tell are believed.
 */
export function watchSight(element: Element): () => boolean {
  let inSightSince: number | null = null;
  let tracked = false;
  const options = { threshold: 0.95, trackVisibility: true, delay: 100 } as IntersectionObserverInit;
  new IntersectionObserver((entries) => {
    const last = entries[entries.length - 1] as IntersectionObserverEntry & TrackedEntry;
    tracked = 'isVisible' in last;
    if (!last.isVisible) inSightSince = null;
    else inSightSince ??= performance.now();
  }, options).observe(element);
  return () => !tracked || (inSightSince !== null && performance.now() - inSightSince >= SEEN_MS);
}
