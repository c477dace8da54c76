/** Largest value of a 16-bit quantum, ImageMagick's unit of a sample. */
export const QUANTUM_RANGE = 65535;

/** What one stored step of an 8-bit sample is in quanta. */
export const QUANTA_PER_BYTE = 257;

/** The 8-bit value nearest to a quantum. */
export function quantumToByte(quantum: number): number {
  const rounded = quantum + 128;
  return (rounded - (rounded >> 8)) >> 8;
}

/** Whether a quantum survives the way to `depth` bits and back, both ways rounded down. */
export function isAtDepth(quantum: number, depth: number): boolean {
  const range = 2 ** depth - 1;
  const scaled = Math.trunc((range * quantum) / QUANTUM_RANGE);
  return Math.trunc((QUANTUM_RANGE * scaled) / range) === quantum;
}

/** The least number of bits, 1 … 16, at which a quantum can be held. */
export function leastDepth(quantum: number): number {
  let depth = 1;
  while (depth < 16 && !isAtDepth(quantum, depth)) depth++;
  return depth;
}
