import { Copying } from '../shared/copying.tsx';
import { words } from '../words/words.ts';
import type { Site } from './api.ts';
import { hash } from './state.ts';

/** The line for the site's pages, pinned where the browser can reckon the script's hash. */
function tagOf(site: Site): string {
  const pin = hash.value === null ? '' : ` integrity="${hash.value}" crossorigin="anonymous"`;
  return `<script src="${location.origin}/embed.js" data-site="${site.key}"${pin} async></script>`;
}

export function Tag({ site }: { site: Site }) {
  const { title, hint, pinned, copy, copied, visitor, gpc } = words('site').tag;
  const tag = tagOf(site);
  return (
    <section class="panel" aria-labelledby="tag-title">
      <h2 id="tag-title">{title}</h2>
      <p>{hint}</p>
      <pre class="copied">
        <code>{tag}</code>
      </pre>
      <div class="row">
        <Copying text={tag} name={copy} done={copied} />
      </div>
      {hash.value !== null && <p class="quiet">{pinned}</p>}
      <p class="quiet">{visitor}</p>
      <p class="quiet">{gpc}</p>
    </section>
  );
}
