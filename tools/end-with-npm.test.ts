import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

const script = (call: string) => `
  import { endWithNpm } from '${new URL('end-with-npm.ts', import.meta.url).href}';
  process.on('SIGTERM', () => { console.log('ended'); process.exit(); });
  setInterval(() => {}, 1000);
  ${call};
  console.log('ready');`;

test.skipIf(process.platform === 'win32')(
  'a program that npm started ends when the shell between them is killed',
  async () => {
    const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], {
      env: { NODE: process.execPath, SCRIPT: script('endWithNpm()'), npm_lifecycle_event: 'serve' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    const ended = new Promise<string>((resolve) => void shell.stdout.on('close', () => resolve(said)));
    shell.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said === 'ready\n') shell.kill('SIGKILL');
    });
    expect(await ended).toBe('ready\nended\n');
  },
);
