/** The page as a person uses it, in a real Chromium with the network off: one service, one browser, a context per test. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonLines, metadataLine, sourceLine } from '../catalogue/made-up.ts';
import { makeDataDir, startService, type Service } from '../support/service.ts';
import { startBrowser, visit } from './browser.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let browser: Browser;
let service: Service;
beforeAll(async () => {
  [browser, service] = await Promise.all([startBrowser(), startService()]);
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

describe('the chat', () => {
  it('answers with cards, understands what follows, and adds by a button that can be undone', async () => {
    const { page, say, picture, problems } = await visit(browser, service.url);

    await page.getByRole('button', { name: 'A short sci-fi thriller from the 2010s' }).click();
    await page.locator('.card').first().waitFor();
    await expect.poll(() => page.locator('.card h2').first().textContent()).not.toBe('');
    await say('shorter ones');
    const last = page.locator('.turn').last();
    expect(await last.locator('.card').count()).toBeGreaterThan(0);
    await picture('answer');

    const title = (await last.locator('.card h2').first().textContent()) ?? '';
    await last.getByRole('button', { name: `Add ${title} to my list` }).click();
    await page.getByText(`${title}: plan to watch.`).waitFor();
    await last.getByText('✓ plan to watch').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByText('Taken back.').waitFor();
    await last.getByRole('button', { name: `Add ${title} to my list` }).waitFor();
    expect(problems).toEqual([]);
  });

  it('asks with buttons and the diff before it changes much, and says what was done', async () => {
    const { page, say, picture } = await visit(browser, service.url);
    await say('I finished Mushishi, 10');
    await say('I finished Monster, 10');
    await say('make all my 10s into 9s');

    await expect.poll(() => page.locator('.question tbody tr').allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining('score 9')]));
    await picture('question');
    await page.getByRole('group').getByRole('button', { name: /yes/i }).click();
    await expect.poll(() => page.locator('.turn').last().locator('.text').textContent()).toMatch(/9/);
    expect(await page.locator('.question button:enabled').count()).toBe(0);
  });

  it('takes a change back from the note at the edge', async () => {
    const { page, say, answered } = await visit(browser, service.url);
    await say('add Planetes to my list');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await answered();

    await expect.poll(() => page.locator('.turn').last().locator('.text').textContent()).toContain('Planetes');
    await page.getByRole('link', { name: 'My list', exact: true }).click();
    await page.getByRole('heading', { name: /My list/ }).waitFor();
    await expect.poll(() => page.locator('.entry h3', { hasText: 'Planetes' }).count()).toBe(0);
  });

  it('never runs what stands in a text', async () => {
    const { page, say, problems } = await visit(browser, service.url);
    await say('<img src=x onerror="document.title=1"> **bold** [x](javascript:alert(1))');

    expect(await page.locator('.user').last().textContent()).toContain('<img src=x');
    expect(await page.locator('.log img, .log a[href^=javascript]').count()).toBe(0);
    expect(await page.title()).toBe('AnimeTrackr');
    expect(problems).toEqual([]);
  });

  it('goes on when the service is restarted under it: what was asked meanwhile is answered, once', async () => {
    const own = await startService();
    const { page, say } = await visit(browser, own.url);
    await say('something like Mushishi');
    await own.kill();
    await page.getByRole('textbox', { name: 'Your message' }).fill('add the second');
    await page.keyboard.press('Enter');
    await page.getByText('Connection lost. Trying again…').waitFor();
    const again = await startService({ dataDir: own.dataDir, env: { PORT: String(own.port) } });

    await page.locator('.turn').nth(1).locator('.text').waitFor();
    await page.reload();
    await expect.poll(() => page.locator('.user').allTextContents()).toEqual(['You: something like Mushishi', 'You: add the second']);
    const { results } = (await (await fetch(`${again.url}/api/v1/users/me/list`)).json()) as { results: unknown[] };
    expect(results).toHaveLength(1);
    await again.stop();
  });
});

it('adds nothing that is on the list already, and asks from another room in a conversation of its own', async () => {
  const own = await startService();
  const { page, say, answered } = await visit(browser, own.url);
  await say('I finished Mushishi');
  await say('tell me about Mushishi');
  await page.getByRole('button', { name: /^\+ Add/ }).first().click();
  await page.getByText(/is on your list already: completed/).waitFor();

  await page.getByRole('button', { name: 'New chat' }).click();
  await page.getByRole('link', { name: 'My list', exact: true }).click();
  await page.locator('.entry').getByRole('button', { expanded: false }).first().click();
  await page.getByRole('button', { name: 'More like this' }).click();
  await page.locator('.turn').first().waitFor();
  await answered();
  expect(await page.locator('.user').allTextContents()).toHaveLength(1);
  await own.stop();
});

it('shows in one tab what another did, keeps the board in order, and takes back what the conversation did and nothing newer', async () => {
  const own = await startService();
  const { page, say } = await visit(browser, own.url);
  await say("I'm on episode 3 of Monster");
  await say("I'm on episode 5 of Mushishi");
  const other = await page.context().newPage();
  await other.goto(`${own.url}/#/list`);
  const titles = other.locator('.entry h3');
  await expect.poll(() => titles.allTextContents()).toEqual(['Mushi-Shi', 'Monster']);
  await other.getByRole('button', { name: '+1 episode of Monster' }).click();
  await other.getByText('4 / 74').waitFor();
  expect(await titles.allTextContents()).toEqual(['Mushi-Shi', 'Monster']);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => titles.allTextContents()).toEqual(['Monster']);
  await other.getByText('4 / 74').waitFor();
  await own.stop();
});

it('loads a catalogue while it runs, and says what went wrong when it does not', async () => {
  const folder = makeDataDir();
  const [good, bad] = [path.join(folder, 'good.jsonl'), path.join(folder, 'none.jsonl')];
  writeFileSync(good, jsonLines(metadataLine, sourceLine(900_000_001), sourceLine(900_000_002)));
  for (const [file, words] of [[good, /[\d,]+ titles, from/], [bad, /There is no data set file/]] as const) {
    const own = await startService({ env: { DATA_URL: file } });
    const { page } = await visit(browser, own.url);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Load it now' }).click();
    await page.getByText(words).waitFor({ timeout: 60_000 });
    await own.stop();
  }
}, 120_000);

describe('conversations at the side', () => {
  it('are found, renamed, opened and deleted', async () => {
    const { page, say } = await visit(browser, service.url);
    await say('hello');
    await page.getByRole('button', { name: 'New chat' }).click();
    await say('what can you do?');
    const side = page.getByRole('navigation', { name: 'Conversations' });
    await side.getByRole('button', { name: 'Rename hello' }).first().click();
    await side.getByLabel('New name').fill('Greetings');
    await page.keyboard.press('Enter');
    await side.getByRole('link', { name: 'Greetings' }).click();
    await expect.poll(() => page.locator('.user').first().textContent()).toBe('You: hello');

    page.once('dialog', (dialog) => void dialog.accept());
    await side.getByRole('button', { name: 'Delete Greetings' }).click();
    await expect.poll(() => side.getByRole('link', { name: 'Greetings' }).count()).toBe(0);
    await page.getByRole('heading', { name: 'What are you in the mood for?' }).waitFor();
  });
});

const malFile = `<?xml version="1.0"?><myanimelist><myinfo><user_export_type>1</user_export_type></myinfo>
${[[1, 'Cowboy Bebop', 26, 9, 'Completed'], [457, 'Mushishi', 26, 10, 'Completed'], [19, 'Monster', 30, 0, 'Watching'], [999_999_999, 'Nobody Knows This', 1, 5, 'Completed']]
  .map(([id, title, seen, score, status]) => `<anime><series_animedb_id>${id}</series_animedb_id><series_title><![CDATA[${title}]]></series_title><my_watched_episodes>${seen}</my_watched_episodes><my_score>${score}</my_score><my_status>${status}</my_status></anime>`).join('')}</myanimelist>`;

describe('list and taste', () => {
  it('takes a file in after showing what it would change, edits in place, and shows the taste', async () => {
    const own = await startService();
    const { page, picture, accessible, problems } = await visit(browser, own.url);
    await page.getByRole('link', { name: 'My list', exact: true }).click();
    await page.setInputFiles('input[type=file]', { name: 'animelist.xml', mimeType: 'text/xml', buffer: Buffer.from(`\uFEFF${malFile}`, 'utf16le') });
    await page.getByText('4 new').waitFor();
    await page.getByRole('button', { name: 'Take them in' }).click();
    await page.getByText('Taken in: 4 new, 0 changed.').waitFor();

    const monster = page.locator('.entry', { hasText: 'Monster' });
    await monster.getByRole('button', { name: '+1 episode of Monster' }).click();
    await monster.getByText('31 / 74').waitFor();
    await page.getByLabel('Your score of Monster').selectOption('9.5');
    await page.getByText('Monster: watching, score 9.5, episode 31.').waitFor();
    await page.getByLabel('Status of Monster').selectOption('on_hold');
    await page.getByRole('region', { name: 'On hold' }).getByRole('button', { name: 'Monster', exact: true }).waitFor();
    await monster.getByRole('button', { name: 'Monster', exact: true }).click();
    await monster.getByLabel('Notes').fill('with tea');
    await monster.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => ((await (await fetch(`${own.url}/api/v1/users/me/list?query=Monster`)).json()) as { results: unknown[] }).results).toMatchObject([{ status: 'on_hold', progress: 31, score: 9.5, notes: 'with tea' }]);
    await picture('list');
    await accessible();

    await page.getByRole('link', { name: 'My taste', exact: true }).click();
    await page.locator('.summary p').first().waitFor();
    await picture('taste');
    await accessible();
    expect(problems).toEqual([]);
    await own.stop();
  });

  it('an import says row by row what it would change, and is taken back whole', async () => {
    const own = await startService();
    const { page, say } = await visit(browser, own.url);
    await say('I finished Mushishi, 8');
    await page.getByRole('link', { name: 'My list', exact: true }).click();
    await page.setInputFiles('input[type=file]', { name: 'animelist.xml', mimeType: 'text/xml', buffer: Buffer.from(malFile) });
    const preview = page.getByRole('region', { name: 'What the file would change' });
    await preview.getByText('3 new').waitFor();
    await preview.getByText(/Mushi-?Shi: score 8 → 10/i).waitFor();
    await preview.getByText('New: 3').click();
    await preview.getByText('Monster: watching, episode 30').waitFor();
    await page.getByRole('button', { name: 'Take them in' }).click();
    await page.locator('.toast', { hasText: 'Taken in: 3 new, 1 changed.' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Your list is as it was before.').waitFor();
    await expect.poll(() => page.locator('.entry h3').allTextContents()).toEqual(['Mushi-Shi']);
    await own.stop();
  });
});

describe.each(['phone', 'desk'] as const)('in the width of a %s', (width) => {
  it.each([false, true])('every room is accessible and fits (dark: %s)', async (dark) => {
    const { page, say, picture, accessible } = await visit(browser, service.url, { width, dark });
    await picture('start');
    await accessible();
    await say('compare Monster and Steins;Gate');
    await say('something cozy like Mushishi');
    await picture('cards');
    await accessible();
    for (const room of ['My list', 'My taste', 'Settings']) {
      await page.getByRole('link', { name: room, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await accessible();
      await picture(room.toLowerCase().replace(' ', '-'));
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'), `${room} is wider than the screen`).toBeLessThanOrEqual(0);
    }
  });

  it('everything is reached by the keyboard alone', async () => {
    const { page } = await visit(browser, service.url, { width });
    await page.keyboard.type('hi');
    await page.keyboard.press('Enter');
    await page.locator('.agent .text').first().waitFor();
    const reached = new Set<string>();
    for (let press = 0; press < 25; press += 1) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''"));
    }
    for (const name of ['My list', 'My taste', 'Settings']) expect([...reached], `${name} is not reached`).toContain(name);
  });
});

it('loads less than 200 KB of script', async () => {
  const { page } = await visit(browser, service.url);
  const bytes = await page.evaluate<number>("performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)");
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(200 * 1024);
});
