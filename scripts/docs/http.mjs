/** docs/reference/http.md out of the OpenAPI description that a coordinator gives of itself. */

const MADE = '<!-- Made by `npm run docs`; do not edit. -->';
/** How far into objects within objects the tables go; deeper ones are said to be objects. */
const DEPTH = 3;

const HEAD = `${MADE}
# HTTP API

Every route of a coordinator, from the schemas that it checks requests against; a running one shows the same at \`/docs\` and
\`/openapi.json\`. Routes marked *key* take \`Authorization: Bearer KEY\`, with a key from \`POST /v1/accounts\` or, under \`/v1/admin\`, the
operator's. What fails answers with a code: [ERRORS.md](../ERRORS.md). Fields that are not named here are refused in requests.
`;

/** In a table's cell: no line breaks, no bars. */
const cell = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');

const BOUNDS = [
  ['minimum', (n) => `from ${n}`],
  ['maximum', (n) => `to ${n}`],
  ['minLength', (n) => `at least ${n} characters`],
  ['maxLength', (n) => `at most ${n} characters`],
  ['minItems', (n) => `at least ${n}`],
  ['maxItems', (n) => `at most ${n}`],
  ['pattern', (text) => `\`${text}\``],
];

const remarkOf = (schema) =>
  [schema.description, ...BOUNDS.flatMap(([name, say]) => (name in schema ? [say(schema[name])] : []))]
    .filter((part) => part !== undefined)
    .join('; ');

/** A schema's type in a word or two. */
function typeOf(schema) {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map(typeOf))].join(' | ');
  if (schema.type === 'array') return `${typeOf(schema.items ?? {})} list`;
  return schema.type ?? 'anything';
}

/** The fields of an object, those within it after it, by dotted path. */
function fieldsOf(schema, path = '', depth = 1) {
  const { properties, required = [] } = objectOf(schema) ?? {};
  if (properties === undefined || depth > DEPTH) return [];
  return Object.entries(properties).flatMap(([name, field]) => {
    const own = { path: path + name, field, optional: !required.includes(name) };
    const inside = field.type === 'array' ? `${path}${name}[].` : `${path}${name}.`;
    return [own, ...fieldsOf(field, inside, depth + 1)];
  });
}

/** Where the fields of a schema stand: itself, a list's entries, or the only object among its alternatives. */
function objectOf(schema) {
  if (schema.properties) return schema;
  if (schema.type === 'array') return objectOf(schema.items ?? {});
  const objects = (schema.anyOf ?? schema.oneOf ?? []).flatMap((option) => objectOf(option) ?? []);
  return objects.length === 1 ? objects[0] : undefined;
}

function table(title, fields) {
  if (fields.length === 0) return [];
  const rows = fields.map(
    ({ path, field, optional }) =>
      `| \`${path}\`${optional ? ' (optional)' : ''} | ${cell(typeOf(field))} | ${cell(remarkOf(field))} |`,
  );
  return [`${title}\n\n| field | type | |\n| --- | --- | --- |\n${rows.join('\n')}\n`];
}

const parameterField = ({ name, schema, description, required, in: place }) => ({
  path: name,
  field: {
    ...schema,
    description: [description ?? schema.description, `in the ${place}`].filter(Boolean).join('; '),
  },
  optional: !required,
});

function bodyTable(title, content) {
  const [kind, { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
  if (schema === undefined) return [];
  const fields = fieldsOf(schema);
  if (fields.length > 0) return table(title, fields);
  return [
    `${title}: ${cell(typeOf(schema))}${remarkOf(schema) ? `, ${remarkOf(schema)}` : ''} (\`${kind}\`)\n`,
  ];
}

function route(path, method, { summary, description, security, parameters = [], requestBody, responses }) {
  const [status, reply] = Object.entries(responses ?? {}).find(([code]) => code.startsWith('2')) ?? [
    '200',
    {},
  ];
  return [
    `### ${method.toUpperCase()} ${path}\n`,
    `${summary ?? ''}${security ? ' (*key*)' : ''}${description ? `. ${description}` : ''}\n`,
    ...table('Parameters', parameters.map(parameterField)),
    ...bodyTable('Body', requestBody?.content),
    ...bodyTable(`Reply ${status}`, reply.content),
  ].join('\n');
}

/** Routes of one first word stand together: jobs, kernels, sites. */
const wordOf = (path) => path.split('/')[2] ?? '';

export function httpMarkdown({ paths }) {
  const words = [...new Set(Object.keys(paths).map(wordOf))];
  const chapters = words.map((word) => {
    const routes = Object.entries(paths)
      .filter(([path]) => wordOf(path) === word)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, what]) => route(path, method, what)),
      );
    return `## ${word}\n\n${routes.join('\n')}`;
  });
  return `${[HEAD, ...chapters].join('\n').trimEnd()}\n`;
}
