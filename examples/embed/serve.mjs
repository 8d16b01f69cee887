/** Serves the example page: `node examples/embed/serve.mjs [COORDINATOR] [PORT]`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [coordinator = 'http://127.0.0.1:8787', port = '8080'] = process.argv.slice(2);
const page = readFileSync(new URL('index.html', import.meta.url), 'utf8').replaceAll(
  '{{coordinator}}',
  coordinator,
);

const server = createServer((_, response) => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    // What a page with a strict policy has to allow.
    'content-security-policy': `default-src 'self'; script-src 'unsafe-inline' ${coordinator}; frame-src ${coordinator}; style-src 'unsafe-inline'`,
  });
  response.end(page);
});
// Another site than the coordinator's 127.0.0.1, as in real life.
server.listen(Number(port), 'localhost', () => console.log(`http://localhost:${server.address().port}`));
