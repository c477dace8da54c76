import { QUANTUM_RANGE } from './quantum.ts';
import { forEachQuantumBlock, type IndexedPixels, type InterleavedPixels, type QuantumImage } from './quantumImage.ts';

/** Pixels by quantum, for each channel. */
export function countValues({ pixels, channels, pixelCount }: QuantumImage): Map<number, number>[] {
  return pixels.kind === 'indexed'
    ? indexedHistograms(pixels)
    : interleavedHistograms(pixels, channels.length, pixelCount);
}

function indexedHistograms({ tables, counts, used }: IndexedPixels): Map<number, number>[] {
  return tables.map((table) => {
    const histogram = new Map<number, number>();
    for (const id of used) {
      const quantum = table[id] ?? 0;
      histogram.set(quantum, (histogram.get(quantum) ?? 0) + (counts[id] ?? 0));
    }
    return histogram;
  });
}

function interleavedHistograms(
  pixels: InterleavedPixels,
  channelCount: number,
  pixelCount: number,
): Map<number, number>[] {
  const counts = Array.from({ length: channelCount }, () => new Float64Array(QUANTUM_RANGE + 1));
  forEachQuantumBlock(pixels, channelCount, pixelCount, (quanta, count) => {
    counts.forEach((bins, channel) => {
      for (let i = channel; i < count * channelCount; i += channelCount) {
        const quantum = quanta[i] ?? 0;
        bins[quantum] = (bins[quantum] ?? 0) + 1;
      }
    });
  });
  return counts.map((bins) => {
    const histogram = new Map<number, number>();
    bins.forEach((count, quantum) => {
      if (count > 0) histogram.set(quantum, count);
    });
    return histogram;
  });
}
