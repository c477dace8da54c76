/** The low half of a number: the instance; the high half is the class. */
const INSTANCE = 0xffff;

/**
 * Gives pixels that have a class and no instance to the nearest object of their class, in place. Nearest counts steps to
 * any of the eight neighbours that stay within the class; of equally near objects the smallest instance wins. A region
 * of a class in which no pixel has an instance stays one object, that of the class alone.
 *
 * Level by level from the pixels beside an object, so that each pixel is looked at a few times whatever its distance.
 *
 * @param numbers row-major, class << 16 | instance; 0 is no object, an instance of 0 none
 */
export function adoptPixels(numbers: Uint32Array, width: number, height: number): void {
  const isQueued = new Uint8Array(numbers.length);
  let level: number[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number === 0 || (number & INSTANCE) !== 0 || nearestOf(numbers, width, height, i) === 0) continue;
    isQueued[i] = 1;
    level.push(i);
  }
  while (level.length > 0) {
    // All of a level see the numbers before it.
    const adopted = level.map((i) => nearestOf(numbers, width, height, i));
    level.forEach((i, at) => (numbers[i] = adopted[at] as number));
    const next: number[] = [];
    for (const i of level) {
      const orphan = ((numbers[i] as number) & ~INSTANCE) >>> 0;
      forEachNeighbour(i, width, height, (neighbour) => {
        if (numbers[neighbour] !== orphan || isQueued[neighbour] === 1) return;
        isQueued[neighbour] = 1;
        next.push(neighbour);
      });
    }
    level = next;
  }
}

/** The smallest number of an object of the same class around a pixel; 0: there is none. */
function nearestOf(numbers: Uint32Array, width: number, height: number, i: number): number {
  const orphan = numbers[i] as number;
  let best = 0;
  forEachNeighbour(i, width, height, (neighbour) => {
    const number = numbers[neighbour] as number;
    const isOfClass = number > orphan && number <= orphan + INSTANCE;
    if (isOfClass && (best === 0 || number < best)) best = number;
  });
  return best;
}

function forEachNeighbour(i: number, width: number, height: number, visit: (neighbour: number) => void): void {
  const x = i % width;
  const y = (i - x) / width;
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const neighbour = row * width + column;
      if (neighbour !== i) visit(neighbour);
    }
  }
}
