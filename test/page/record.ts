/** `npm run record`: the moving picture of the README, 20 seconds of the real page in Chromium: a request, additions, an undo, the list. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';
import { projectRoot, startService } from '../support/service.ts';
import { startBrowser } from './browser.ts';

const size = { width: 860, height: 560 };
const typedMs = 80;
const { GIFEncoder, quantize, applyPalette } = gifenc;
/** One place of the palette means "as before". */
const colours = 127;

type Frame = { readonly pixels: Uint8Array; readonly ms: number };
const frames: Frame[] = [];

const service = await startService();
const browser = await startBrowser();
const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
const frame = async (ms: number): Promise<void> => {
  const { data } = PNG.sync.read(await page.screenshot({ caret: 'hide' }));
  frames.push({ pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), ms });
};
const say = async (words: string, readMs: number): Promise<void> => {
  for (let end = 4; end < words.length + 4; end += 4) {
    await page.getByRole('textbox', { name: 'Your message' }).fill(words.slice(0, end));
    await frame(typedMs);
  }
  await frame(500);
  await page.keyboard.press('Enter');
  await page.locator('.agent:not(.busy)').last().waitFor();
  await page.locator('[role=log][aria-busy=false]').waitFor();
  await frame(readMs);
};

await page.goto(service.url);
await page.getByRole('textbox', { name: 'Your message' }).waitFor();
await frame(1200);
await say('something cozy like Mushishi, but shorter', 3500);
await say('finished the first one, 9, and add the third', 1800);
await page.getByRole('button', { name: 'Yes' }).click();
await page.locator('[role=log][aria-busy=false]').waitFor();
await frame(2200);
await say("drop Girls' Last Tour", 1500);
await page.getByRole('button', { name: 'Undo' }).click();
await page.getByText('Taken back.').waitFor();
await frame(1500);
await page.getByRole('link', { name: 'My list', exact: true }).click();
await page.getByRole('heading', { name: /My list/ }).waitFor();
await page.locator('.entry').nth(1).waitFor();
await frame(2500);
await browser.close();
await service.stop();

const sample = new Uint8Array(frames.filter((_, at) => at % 8 === 0).flatMap(({ pixels }) => [...pixels]));
const palette = quantize(sample, colours);
const gif = GIFEncoder();
let before: Uint8Array | undefined;
for (const { pixels, ms } of frames) {
  const shown = applyPalette(pixels, palette);
  const last = before;
  const changed = last === undefined ? shown : shown.map((colour, at) => (colour === last[at] ? colours : colour));
  gif.writeFrame(changed, size.width, size.height, { ...(last === undefined && { palette: [...palette, [0, 0, 0]] }), delay: ms, transparent: last !== undefined, transparentIndex: colours, dispose: 1 });
  before = shown;
}
gif.finish();
const file = path.join(projectRoot, 'test/page/recording.gif');
writeFileSync(file, gif.bytes());
process.stdout.write(`${file}: ${frames.length} frames, ${(frames.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1)} s, ${Math.round(gif.bytes().length / 1024)} KB\n`);
process.exit(0);
