import { describe, expect, it } from 'vitest';
import { MaskEditor } from '../maskEditor.ts';
import { useSession } from '../session.ts';

/**
 * Keeps the host's answers from the page until they are let through. A listener of its own would not do: the page is
 * written into an open document, which drops the listeners that were there before.
 */
const HOLD_RESPONSES = `
  const held = [];
  let holding = true;
  const letGo = (change) => {
    for (const { data, receive } of held.splice(0)) receive({ data: { ...data, ...change } });
  };
  globalThis.responses = {
    hold() { holding = true; },
    pass() { holding = false; letGo({}); },
    fail(message) { letGo({ outcome: { ok: false, message } }); },
  };
  const listen = globalThis.addEventListener.bind(globalThis);
  globalThis.addEventListener = (type, receive, options) =>
    type !== 'message'
      ? listen(type, receive, options)
      : listen(type, (event) => {
          if (event.data?.type === 'response' && holding) held.push({ data: event.data, receive });
          else receive(event);
        }, options);
`;

const session = useSession({ initScript: HOLD_RESPONSES });
const page = () => session.workbench.webview();
const responses = (call: string) => page().locator('body').evaluate(`responses.${call}`);
const status = () => page().getByRole('status').filter({ hasText: 'Examining the file…' });

describe('a file that the host examines', () => {
  it('is told of while that takes its time', async () => {
    await session.workbench.clickFile('broken/truncated.mask.png');
    await status().waitFor();
    await session.workbench.screenshot('examining');
  });

  it('can be examined again after a failure, which says nothing bad of the file', async () => {
    await responses(`fail('The process was stopped.')`);
    await page().getByRole('heading', { name: 'The file could not be examined' }).waitFor();
    await expect.poll(() => page().getByRole('alert').innerText()).toBe('The process was stopped.');
    await session.workbench.screenshot('examining-failed');
    await page().getByRole('button', { name: 'Retry' }).click();
    await status().waitFor();
    await responses('pass()');
    await expect.poll(() => page().locator('main.page').innerText()).toContain('Chunk IDAT declares');
  });

  it('is told of while its rows are read, and can be tried again', async () => {
    await responses('hold()');
    const recover = page().getByRole('button', { name: 'Show What Can Be Read' });
    await recover.click();
    await status().waitFor();
    await responses(`fail('The process was stopped.')`);
    await expect.poll(() => page().getByRole('alert').innerText()).toContain('The process was stopped.');
    expect(await status().isVisible()).toBe(false);
    await recover.click();
    await status().waitFor();
    await session.workbench.screenshot('examining-rows');
    await responses('pass()');
    await new MaskEditor(session.workbench).ready();
  });
});
