/** Serves the example page: `node examples/embed/serve.mjs [COORDINATOR] [PORT]`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [coordinator = 'http://127.0.0.1:8787', port = '8080'] = process.argv.slice(2);
let page = '';

const server = createServer((_, response) => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    // What a page with a strict policy has to allow.
    'content-security-policy': `default-src 'self'; script-src 'unsafe-inline' ${coordinator}; frame-src ${coordinator}; style-src 'unsafe-inline'`,
  });
  response.end(page);
});

// Another site than the coordinator's 127.0.0.1, as in real life.
server.listen(Number(port), 'localhost', async () => {
  const origin = `http://localhost:${server.address().port}`;
  page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
    .replaceAll('{{coordinator}}', coordinator)
    .replaceAll('{{site}}', await siteFor(origin));
  console.log(origin);
});

/** Makes an account and a site; a real one keeps both. */
async function siteFor(origin) {
  const { key } = await post('/v1/accounts', { name: 'The Tidepool Notebook' });
  const shares = { sitePpm: 1_000_000, visitorPpm: 0, causePpm: 0 };
  const payee = '0x00000000000000000000000000000000000000aa';
  const terms = { name: 'The Tidepool Notebook', origins: [origin], payee, cause: '', ...shares };
  return (await post('/v1/sites', terms, key)).key;
}

async function post(path, body, key = '') {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const response = await fetch(coordinator + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
