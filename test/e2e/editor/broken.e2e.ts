import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(1);

describe('a file that cannot be read', () => {
  it.each([
    ['bad-crc', 'Chunk PLTE is damaged', ['PLTE', '33 (0x21)', 'Stored CRC', 'Computed CRC', '512 of 512']],
    ['corrupt-data', 'The compressed image data is damaged', ['IDAT', 'of 512']],
    ['empty', 'The file is empty.', []],
    ['html', 'it looks like HTML', []],
    ['huge', 'The image is 2147483647 × 2147483647', []],
    ['jpeg', 'it looks like JPEG', []],
    ['lfs-pointer', 'This is a Git LFS pointer', ['git lfs pull']],
    ['no-palette', 'paletted but has no PLTE chunk', ['512 of 512']],
    ['text-transfer', 'line endings may have been converted', []],
    ['truncated', 'Chunk IDAT declares', ['IDAT', '813 (0x32d)', 'of 512']],
    ['zero-width', 'The header is invalid: width is 0', ['IHDR', '16 (0x10)']],
  ])('says what is wrong and where: %s', async (name, message, facts) => {
    const { workbench } = session;
    await workbench.clickFile(`broken/${name}.mask.png`);
    const page = workbench.webview().locator('main.page');
    await expect.poll(() => page.innerText()).toContain(message);
    const text = await page.innerText();
    for (const fact of facts) expect(text).toContain(fact);
    expect(await page.getByRole('button', { name: 'Open with Built-in Preview' }).count()).toBe(1);
    await workbench.screenshot(`broken-${name}`);
  });

  it('shows what can be read of it', async () => {
    const { workbench } = session;
    await workbench.clickFile('broken/truncated.mask.png');
    const page = workbench.webview();
    await page.getByRole('button', { name: 'Show What Can Be Read' }).click();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    const [, missing] = /Rows (\d+) to 511 are missing/.exec(await editor.frame.locator('body').innerText()) ?? [];
    const intact = Number(missing);
    expect(intact).toBeGreaterThan(100);
    const picture = await editor.picture();
    const { left, top } = MaskEditor.placement(picture, FACE);
    const wrong = ids.findIndex((id, i) => {
      const y = Math.floor(i / FACE.width);
      const shown = picture.at(left + (i % FACE.width), top + y).join();
      return shown !== CLASS_COLOURS[y < intact ? id : 0]?.join();
    });
    expect(wrong).toBe(-1);
    await workbench.screenshot('recovered');
  });

  it('opens in the built-in preview by its button', async () => {
    const { workbench } = session;
    await workbench.clickFile('broken/jpeg.mask.png');
    await workbench.webview().getByRole('button', { name: 'Open with Built-in Preview' }).click();
    await expect.poll(() => workbench.page.locator('.editor-group-container').innerText()).toContain('Image Preview');
  });

  it('is shown by itself once it was fetched', async () => {
    const { workbench, workspace } = session;
    await workbench.clickFile('broken/lfs-pointer.mask.png');
    await expect.poll(() => workbench.webview().locator('main.page').innerText()).toContain('Git LFS pointer');
    await writeFile(
      join(workspace, 'broken', 'lfs-pointer.mask.png'),
      await readFile(join(workspace, 'faces', 'SegmentationClass', 'face_01.png')),
    );
    const editor = new MaskEditor(workbench);
    await editor.ready();
    await editor.expectPixel(FACE, innerPixel(ids, 1), CLASS_COLOURS[1]);
  });
});
