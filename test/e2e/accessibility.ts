import type { CDPSession, FrameLocator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** A control as the browser tells assistive technology of it. */
export interface NamedControl {
  readonly role: string;
  readonly name: string;
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly FrameTree[];
}

const CONTROLS = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'searchbox',
  'slider',
  'spinbutton',
  'tab',
  'textbox',
]);

/** Buttons, fields and the like of a page inside a webview, from the browser's own accessibility tree. */
export async function controlsOf(workbench: Workbench, page: FrameLocator): Promise<NamedControl[]> {
  const url = await page.locator('body').evaluate(() => location.href);
  const session = await workbench.page.context().newCDPSession(workbench.page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const controls: NamedControl[] = [];
    for (const frameId of framesAt(frameTree, url)) controls.push(...(await controlsOfFrame(session, frameId)));
    return controls;
  } finally {
    await session.detach();
  }
}

function framesAt({ frame, childFrames = [] }: FrameTree, url: string): string[] {
  return [...(frame.url === url ? [frame.id] : []), ...childFrames.flatMap((child) => framesAt(child, url))];
}

async function controlsOfFrame(session: CDPSession, frameId: string): Promise<NamedControl[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree', { frameId });
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }))
    .filter(({ role }) => CONTROLS.has(role));
}
