// `npm run events`: writes docs/asyncapi.json and the list in docs/events.md anew, after the contract changed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { toAsyncApi } from './events/to-asyncapi.ts';
import { replaceMiddle } from './events/to-markdown.ts';
import { projectDir, runCommand } from './run-command.ts';

const page = join(projectDir, 'docs/events.md');
const document = join(projectDir, 'docs/asyncapi.json');
writeFileSync(document, `${JSON.stringify(toAsyncApi(manifest.version), null, 2)}\n`);
writeFileSync(page, replaceMiddle(readFileSync(page, 'utf8')));
await runCommand('oxfmt', [document, page]);
