import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Colour, Picture } from './picture.ts';
import type { Workbench } from './workbench.ts';

/** Part of the picture that shows the image: how many device pixels an image pixel takes, and where (0, 0) lies. */
interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The mask editor that the window shows; of several, that which was opened as number `nth`. */
export class MaskEditor {
  readonly workbench: Workbench;
  readonly frame: FrameLocator;
  readonly canvas: Locator;

  constructor(workbench: Workbench, nth = 0) {
    this.workbench = workbench;
    this.frame = workbench.webview(nth);
    this.canvas = this.frame.locator('.mask-canvas');
  }

  /** Clicks the file in the explorer and waits until its picture and its class rows are there. */
  static async open(workbench: Workbench, path: string): Promise<MaskEditor> {
    await workbench.clickFile(path);
    const editor = new MaskEditor(workbench);
    await editor.ready();
    return editor;
  }

  async ready(): Promise<void> {
    await this.canvas.waitFor({ timeout: 45_000 });
    await this.frame.locator('.row[role="row"]').first().waitFor({ timeout: 45_000 });
  }

  /** Gives the picture the keyboard, with a click beside the image. */
  async focus(): Promise<void> {
    await this.canvas.click({ position: { x: 4, y: 4 } });
  }

  /** Puts the keyboard cursor on a pixel, by Ctrl+G and its coordinates. */
  async goTo(x: number, y: number): Promise<void> {
    const { keyboard } = this.workbench.page;
    await this.focus();
    await keyboard.press('Control+g');
    await this.frame.locator('.go-to input').waitFor();
    await keyboard.type(`${x}, ${y}`);
    await keyboard.press('Enter');
    await expect.poll(() => this.readout()).toMatch(new RegExp(`^${x}, ${y} id `, 'i'));
  }

  /** Ctrl+F, until the filter of classes has the focus: the command goes by way of the window. */
  async filterClasses(): Promise<void> {
    await this.workbench.page.keyboard.press('Control+f');
    const focused = () => this.frame.locator('body').evaluate((body) => body.ownerDocument.activeElement?.tagName);
    await expect.poll(focused).toMatch(/^(INPUT|VSCODE-TEXT-FIELD)$/);
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** The bar below the picture, e.g. `12, 30 id 1 eye #800000 maroon`. */
  async readout(): Promise<string> {
    return (await this.frame.locator('.readout-pixel').innerText()).replace(/\s+/g, ' ').trim();
  }

  async zoom(): Promise<string> {
    return this.frame.locator('.zoom-level').innerText();
  }

  /** The row of an id in the class panel. */
  row(id: number): Locator {
    return this.frame.locator('.row[role="row"]').filter({
      has: this.frame.locator('.cell.id').getByText(String(id), { exact: true }),
    });
  }

  picture(): Promise<Picture> {
    return this.workbench.pictureOf(this.canvas);
  }

  /** Where an image of this size lies while it is fitted (at a whole scale) or shown 1:1 and centred. */
  static placement(picture: Picture, image: { width: number; height: number }, scale?: number): Placement {
    const fit = Math.min(picture.width / image.width, picture.height / image.height);
    const used = scale ?? (fit >= 1 ? Math.min(Math.floor(fit), 32) : fit);
    return {
      scale: used,
      left: Math.round(picture.width / 2 - (image.width / 2) * used),
      top: Math.round(picture.height / 2 - (image.height / 2) * used),
    };
  }

  /** Waits until the centre of an image pixel has this colour on the screen. */
  async expectPixel(
    image: { width: number; height: number; scale?: number },
    [x, y]: readonly [number, number],
    colour: Colour,
  ): Promise<void> {
    await expect
      .poll(async () => {
        const picture = await this.picture();
        const { left, top, scale } = MaskEditor.placement(picture, image, image.scale);
        return picture.at(left + (x + 0.5) * scale, top + (y + 0.5) * scale);
      })
      .toEqual(colour);
  }

  /** Moves the mouse over the centre of an image pixel. */
  async point(image: { width: number; height: number; scale?: number }, x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('The picture is not shown.');
    const { left, top, scale } = MaskEditor.placement(await this.picture(), image, image.scale);
    await this.workbench.page.mouse.move(box.x + left + (x + 0.5) * scale, box.y + top + (y + 0.5) * scale);
  }
}
