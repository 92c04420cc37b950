// The API as a page to read: every route of the OpenAPI document, what it takes and what it answers. No scripts, no CDN.
import type { OpenAPI } from '@orpc/openapi';
import { escapeMarkup } from '../lib/escape-markup.ts';

export const apiPageStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 0.9em ui-monospace, monospace; }
section { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 0.5rem 0; }
h3 { margin: 0.5rem 0 0; font-size: 1rem; }
p, ul { margin: 0.25rem 0; }
`;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

type Route = { method: string; path: string; operation: OpenAPI.OperationObject };

const toRoutes = ({ paths = {} }: OpenAPI.Document): Route[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item?.[method];
      return operation ? [{ method: method.toUpperCase(), path, operation }] : [];
    }),
  );

const toInputs = ({ parameters = [], requestBody }: OpenAPI.OperationObject): string[] => [
  ...parameters.flatMap((parameter) => {
    if ('$ref' in parameter) return [];
    const said = parameter.schema && 'description' in parameter.schema ? (parameter.schema.description ?? '') : '';
    return [`<code>${escapeMarkup(parameter.name)}</code> (${parameter.in}) ${escapeMarkup(said)}`];
  }),
  ...(requestBody ? ['a JSON body'] : []),
];

const toAnswers = ({ responses = {} }: OpenAPI.OperationObject): string[] =>
  Object.entries(responses).flatMap(([status, response]) =>
    status === 'default' || '$ref' in response
      ? []
      : [`<code>${escapeMarkup(status)}</code> ${escapeMarkup(Object.keys(response.content ?? {}).join(', '))}`],
  );

const toList = (title: string, lines: string[]): string =>
  lines.length === 0 ? '' : `<p>${title}</p><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;

const toSection = ({ method, path, operation }: Route): string =>
  `<section id="${escapeMarkup(operation.operationId ?? path)}">
<h3><code>${method} ${escapeMarkup(path)}</code></h3>
<p>${escapeMarkup(operation.summary ?? '')}</p>
${toList('Takes', toInputs(operation))}
${toList('Answers', toAnswers(operation))}
</section>`;

const branchOf = ({ operation }: Route): string => operation.operationId?.split('.')[0] ?? '';

export const toApiPage = (document: OpenAPI.Document): string => {
  const routes = toRoutes(document);
  const branches = [...new Set(routes.map(branchOf))].map((branch) => {
    const own = routes.filter((route) => branchOf(route) === branch);
    return `<h2>${escapeMarkup(branch)}</h2>\n${own.map(toSection).join('\n')}`;
  });
  const { title, version, description = '' } = document.info;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeMarkup(title)} API</title>
<link rel="stylesheet" href="docs.css">
</head>
<body>
<h1>${escapeMarkup(title)} ${escapeMarkup(version)}: the API under <code>/api/v1</code></h1>
<p>${escapeMarkup(description)}</p>
<p>The same for programs: <a href="openapi.json">openapi.json</a>. Send <code>Authorization: Bearer &lt;key&gt;</code>.</p>
${branches.join('\n')}
</body>
</html>
`;
};
