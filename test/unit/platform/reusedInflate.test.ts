import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ReusedInflate } from '../../../src/platform/reusedInflate.ts';
import { inflate } from '../../../src/platform/zlib.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import type { Inflate } from '../../../src/core/png/types.ts';

interface Case {
  readonly parts: readonly Uint8Array[];
  readonly expected: number;
}

/** What a call gives, or what it throws, as text. */
function outcomeOf(call: Inflate, { parts, expected }: Case): string {
  try {
    return Buffer.from(call(parts, expected)).toString('hex');
  } catch (error) {
    const { name, message, code, details } = error as Error & { code?: string; details?: object };
    return JSON.stringify({ name, message, code, details });
  }
}

/** Streams of every length, a half of them cut, damaged, too long, too short or followed by more. */
function* cases(count: number): Generator<Case> {
  const random = new SeededRandom(20);
  const below = (limit: number): number => random.integer(0, Math.max(0, limit - 1));
  for (let round = 0; round < count; round++) {
    const raw = Buffer.from(Array.from({ length: below(3000) }, () => below(1 + (round % 5))));
    let stream: Buffer = deflateSync(raw);
    let expected = raw.length;
    if (round % 10 === 1) stream = stream.subarray(0, below(stream.length));
    else if (round % 10 === 3) stream[below(stream.length)] = below(256);
    else if (round % 10 === 5) expected += 1 + below(9);
    else if (round % 10 === 7) expected = Math.max(0, expected - 1 - below(9));
    else if (round % 10 === 9) stream = Buffer.concat([stream, Buffer.alloc(1 + below(9), 7)]);
    const cut = below(stream.length + 1);
    yield { parts: round % 3 === 0 ? [stream.subarray(0, cut), stream.subarray(cut)] : [stream], expected };
  }
}

describe('memory that is used again', () => {
  it.each([
    ['of Node', () => new ReusedInflate()],
    ['where Node is another', () => new ReusedInflate({})],
  ])('%s inflates as new memory does, and fails as it does', (_name, make) => {
    const reused = make();
    const failed = new Set<string>();
    for (const one of cases(600)) {
      const wanted = outcomeOf(inflate, one);
      expect(outcomeOf(reused.inflate, one)).toBe(wanted);
      if (wanted.startsWith('{')) failed.add((JSON.parse(wanted) as { code: string }).code);
    }
    expect([...failed].sort()).toEqual(['dataCorrupt', 'dataTooLong', 'dataTooShort']);
  });

  it('is the same from call to call, also after a failure', () => {
    const reused = new ReusedInflate();
    const [first, second] = [deflateSync(Buffer.alloc(900, 1)), deflateSync(Buffer.alloc(400, 2))];
    const ofFirst = reused.inflate([first], 900);
    expect(() => reused.inflate([first.subarray(0, 9)], 900)).toThrow();
    const ofSecond = reused.inflate([second], 400);
    expect([reused.owns(ofFirst), reused.owns(ofSecond)]).toEqual([true, true]);
    expect(ofSecond.buffer).toBe(ofFirst.buffer);
    expect(new Set(ofSecond)).toEqual(new Set([2]));
  });

  it('is not kept where it is large', () => {
    const reused = new ReusedInflate();
    const length = 1 << 24;
    expect(reused.owns(reused.inflate([deflateSync(Buffer.alloc(length))], length))).toBe(false);
  });
});
