// A real browser, without anything that a page under test does not need.
import { chromium, type Browser } from 'playwright-core';
import { chromium as program, findProgram } from '../tools/system-packages.ts';

export const openBrowser = async (): Promise<Browser> => {
  const executablePath = process.env['CHROMIUM_FILE'] ?? findProgram(program.commands);
  if (executablePath === null) throw new Error('Chromium is not on the PATH');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
