/** A real Chromium on a page of the running service, in a width of a phone or of a desk. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { projectRoot } from '../support/service.ts';

export const widths = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 860 } } as const;
export type Width = keyof typeof widths;

/** Kept after the run, to be looked at. */
const pictures = path.join(projectRoot, 'node_modules/.cache/screenshots');

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

export type Visit = {
  readonly page: Page;
  /** Says it, and waits until it is answered. */
  say(words: string): Promise<void>;
  /** Until what is being answered is answered. */
  answered(): Promise<void>;
  /** Axe finds nothing to object to. */
  accessible(): Promise<void>;
  picture(name: string): Promise<void>;
  /** What went wrong in the page's own code. */
  readonly problems: readonly string[];
};

export const visit = async (browser: Browser, url: string, { width = 'desk', dark = false }: { width?: Width; dark?: boolean } = {}): Promise<Visit> => {
  const context = await browser.newContext({ viewport: widths[width], colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  // Nothing from other hosts: the page must be whole without them.
  await context.route((at) => at.origin !== url, (route) => route.abort());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (line) => { if (line.type() === 'error' && !/ERR_|Failed to load resource/.test(line.text())) problems.push(line.text()); });
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Your message' }).waitFor();
  const answered = async (): Promise<void> => {
    await page.locator('.agent:not(.busy)').last().waitFor();
    await page.locator('.agent.busy').waitFor({ state: 'detached' });
    await page.locator('[role=log][aria-busy=false]').waitFor();
  };
  return {
    page,
    problems,
    answered,
    say: async (words) => {
      const before = await page.locator('.user').count();
      await page.getByRole('textbox', { name: 'Your message' }).fill(words);
      await page.keyboard.press('Enter');
      await page.locator('.user').nth(before).waitFor();
      await answered();
    },
    accessible: async () => {
      await page.evaluate(axeSource); // not as a script of the page, which its policy forbids
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }; // put there by the line above
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(' | ')}`);
      });
      expect(violations).toEqual([]);
    },
    picture: async (name) => {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}-${width}${dark ? '-dark' : ''}.png`) });
    },
  };
};
