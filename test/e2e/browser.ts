import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';

/**
 * Starts Chromium without a window, with WebGL2 in software so that pixels are the same on every machine.
 * @param deviceScaleFactor device pixels a CSS pixel, the same for all pages
 */
export async function launchBrowser(deviceScaleFactor = 1): Promise<Browser> {
  return chromium.launch(await options(deviceScaleFactor));
}

/** The same as a server that several processes connect to. */
export async function startBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ ...(await options(1)), host: '127.0.0.1' });
}

async function options(deviceScaleFactor: number): Promise<LaunchOptions> {
  const { chromium: executablePath } = await ensureSystemPackages();
  return {
    executablePath,
    headless: process.env['MASKSCOPE_HEADED'] === undefined,
    args: [
      // Emulation alone does not reach what a page measures in device pixels.
      `--force-device-scale-factor=${deviceScaleFactor}`,
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      // Only WebGL needs a graphics processor; one that is computed makes every frame of the workbench dear.
      '--disable-gpu-compositing',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  };
}
