import type { Lab } from './lab.ts';

const DEGREES = 180 / Math.PI;
const POWER_25 = 25 ** 7;

/**
 * The CIEDE2000 difference of two colours, parametric factors 1; 1 is about what one just sees. After G. Sharma, W. Wu,
 * E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data, and Mathematical
 * Observations", Color Research and Application 30(1), 2005; equations 2 to 22.
 */
export function colourDifference([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 1.5 - Math.sqrt(meanC ** 7 / (meanC ** 7 + POWER_25)) / 2;
  const [c1, c2] = [Math.hypot(g * a1, b1), Math.hypot(g * a2, b2)];
  const [h1, h2] = [hueOf(g * a1, b1), hueOf(g * a2, b2)];
  const isGrey = c1 * c2 === 0;

  const turn = h2 - h1;
  const dHue = isGrey ? 0 : turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * sin(dHue / 2);

  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const sum = h1 + h2;
  const h = isGrey ? sum : Math.abs(turn) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const rotation = 30 * Math.exp(-(((h - 275) / 25) ** 2));
  const rc = 2 * Math.sqrt(c ** 7 / (c ** 7 + POWER_25));
  const byL = dL / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const byC = dC / (1 + 0.045 * c);
  const byH = dH / (1 + 0.015 * c * t);
  return Math.sqrt(byL ** 2 + byC ** 2 + byH ** 2 - sin(2 * rotation) * rc * byC * byH);
}

/** Degrees, 0 … 360. */
function hueOf(a: number, b: number): number {
  const hue = Math.atan2(b, a) * DEGREES;
  return hue < 0 ? hue + 360 : hue;
}

function sin(degrees: number): number {
  return Math.sin(degrees / DEGREES);
}

function cos(degrees: number): number {
  return Math.cos(degrees / DEGREES);
}
