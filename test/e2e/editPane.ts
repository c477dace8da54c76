import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { MaskEditor } from './maskEditor.ts';

export type SectionName = 'entry' | 'palette' | 'ids' | 'region' | 'specks';

/** A row of counts before and after: id, pixels before, pixels after. */
export type CountRow = readonly [id: number, before: number, after: number];

/** A section of the edit pane, unfolded. */
export class EditSection {
  readonly element: Locator;

  private constructor(element: Locator) {
    this.element = element;
  }

  static async open(editor: MaskEditor, name: SectionName): Promise<EditSection> {
    await editor.frame.getByRole('tab', { name: 'Edit' }).click();
    const section = EditSection.at(editor, name);
    if ((await section.element.getAttribute('open')) === null) await section.element.locator('summary').click();
    return section;
  }

  /** As it is, folded or not. */
  static at(editor: MaskEditor, name: SectionName): EditSection {
    return new EditSection(editor.frame.locator(`[data-section="${name}"]`));
  }

  field(label: string): Locator {
    return this.element.getByLabel(label, { exact: true });
  }

  async apply(): Promise<void> {
    await this.element.getByRole('button', { name: 'Apply' }).click();
  }

  /** Waits for a sentence below the fields. */
  async expectText(text: string | RegExp): Promise<void> {
    const expectation = expect.poll(() => this.element.locator('.edit-outcome').innerText());
    await (typeof text === 'string' ? expectation.toContain(text) : expectation.toMatch(text));
  }

  /** Waits for the table of counts. */
  async expectCounts(rows: readonly CountRow[]): Promise<void> {
    await expect.poll(() => this.#counts()).toEqual(rows);
  }

  #counts(): Promise<number[][]> {
    return this.element
      .locator('.change tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [0, 2, 3].map((cell) => Number((row.children[cell]?.textContent ?? '').replaceAll(/[^\d]/g, ''))),
        ),
      );
  }
}
