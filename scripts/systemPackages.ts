import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CommandError } from './commandLine.ts';
import { runCommand } from './systemCommand.ts';

const PYTHON_IMPORTS = 'import PIL, numpy';

/** The first Chromium or Chrome on this machine, or undefined. `MASKSCOPE_CHROMIUM` names another. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env['MASKSCOPE_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** The Python that has Pillow and NumPy (Debian's own where another `python3` hides it), or undefined. */
export function findPython(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => {
    const { status } = spawnSync(python, ['-c', PYTHON_IMPORTS], { stdio: 'ignore' });
    return status === 0;
  });
}

/** Whether Debian's Python has a module; the comparisons with one that is absent are skipped, which they say. */
function pythonHas(module: 'cv2' | 'sklearn'): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `${PYTHON_IMPORTS}, ${module}`], { stdio: 'ignore' }).status === 0;
}

/** False on a Linux where Korean would show as empty boxes: only pictures suffer, so it stops nobody. */
function hasKoreanFont(): boolean {
  if (process.platform !== 'linux') return true;
  const { stdout } = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8' });
  return stdout !== null && stdout !== '';
}

/**
 * Chromium, Pillow, OpenCV and scikit-learn, which the tests need or compare with and npm cannot install. On Debian and
 * Ubuntu as root they are installed; elsewhere the error says what to install.
 */
export async function ensureSystemPackages(): Promise<{ chromium: string; python: string }> {
  const missing = () => [
    ...(findChromium() === undefined ? ['chromium'] : []),
    ...(findPython() === undefined ? ['python3', 'python3-pil', 'python3-numpy'] : []),
  ];
  const wanted = [
    ...missing(),
    ...(pythonHas('cv2') ? [] : ['python3-opencv']),
    ...(pythonHas('sklearn') ? [] : ['python3-sklearn']),
    ...(hasKoreanFont() ? [] : ['fontconfig', 'fonts-nanum']),
  ];
  if (wanted.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error(`Installing ${wanted.join(', ')} …`);
    await runCommand('apt-get', ['update', '-qq'], '/');
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], '/');
  }
  const chromium = findChromium();
  const python = findPython();
  if (chromium === undefined || python === undefined) {
    throw new CommandError(
      `The tests need ${missing().join(', ')}. On Debian or Ubuntu: sudo apt-get install ${missing().join(' ')}. ` +
        'Elsewhere install Chromium or Chrome (or name it in MASKSCOPE_CHROMIUM) and Python 3 with pillow and numpy.',
    );
  }
  return { chromium, python };
}
