import { type Browser, chromium } from 'playwright-core';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';

/**
 * Starts Chromium without a window, with WebGL2 in software so that pixels are the same on every machine.
 * @param deviceScaleFactor device pixels a CSS pixel, the same for all pages
 */
export async function launchBrowser(deviceScaleFactor = 1): Promise<Browser> {
  const { chromium: executablePath } = await ensureSystemPackages();
  return chromium.launch({
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
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  });
}
