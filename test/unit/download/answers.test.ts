import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { errorReason } from '../../../src/core/download/errorReason.ts';
import { IMAGE_TAIL_BYTES, imageFlaw, imageKindOf, type ImageKind } from '../../../src/core/download/imageKind.ts';
import { DEFAULT_RETRY_POLICY, parseRetryAfter, retryDelay } from '../../../src/core/download/retryPolicy.ts';
import { unsignedAddress } from '../../../src/platform/download/address.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

describe('the wait before another attempt', () => {
  it('is anywhere up to a limit that doubles, and has a cap', () => {
    const most = (failures: number) => retryDelay(DEFAULT_RETRY_POLICY, failures, () => 0.999999, null);
    expect([1, 2, 3, 4].map((failures) => Math.round(most(failures) / 500))).toEqual([1, 2, 4, 8]);
    expect(most(1000)).toBeLessThanOrEqual(30_000);
    expect(retryDelay(DEFAULT_RETRY_POLICY, 3, () => 0, null)).toBe(0);
    const random = new SeededRandom(1);
    const waits = Array.from({ length: 4000 }, () => retryDelay(DEFAULT_RETRY_POLICY, 2, () => random.next(), null));
    const mean = waits.reduce((a, b) => a + b) / waits.length;
    expect(mean).toBeGreaterThan(480);
    expect(mean).toBeLessThan(520);
  });

  it('is not shorter than the server asks for, up to a cap', () => {
    expect(retryDelay(DEFAULT_RETRY_POLICY, 1, () => 0, 7000)).toBe(7000);
    expect(retryDelay(DEFAULT_RETRY_POLICY, 1, () => 0, 1e9)).toBe(120_000);
  });

  it('is named by seconds or by a date', () => {
    const now = Date.UTC(2015, 9, 21, 7, 27, 0);
    expect(parseRetryAfter('120', now)).toBe(120_000);
    // The example of RFC 9110, 10.2.3, a minute and more later.
    expect(parseRetryAfter('Wed, 21 Oct 2015 07:28:00 GMT', now)).toBe(60_000);
    expect(parseRetryAfter('Wed, 21 Oct 2015 07:26:00 GMT', now)).toBe(0);
    for (const field of [null, '', '-1', '1.5', 'soon', '2015-10-21']) expect(parseRetryAfter(field, now)).toBeNull();
  });
});

/** Images written by Pillow, in hexadecimal. */
const WRITE_IMAGES = `
import io, json
from PIL import Image
out = {}
for kind, name, options in [("PNG","PNG",{}),("JPEG","JPEG",{}),("GIF","GIF",{}),("WebP","WEBP",{}),("BMP","BMP",{}),("TIFF","TIFF",{})]:
    buffer = io.BytesIO()
    Image.new("RGB", (9, 7), (10, 200, 30)).save(buffer, name, **options)
    out[kind] = buffer.getvalue().hex()
print(json.dumps(out))`;

describe('the kind of a file', () => {
  it('is told of images that Pillow writes, and that they are cut', () => {
    const written = JSON.parse(execFileSync('/usr/bin/python3', ['-c', WRITE_IMAGES], { encoding: 'utf8' })) as Record<
      string,
      string
    >;
    for (const [kind, hex] of Object.entries(written)) {
      const image = Uint8Array.from(Buffer.from(hex, 'hex'));
      expect(imageKindOf(image.subarray(0, 64)), kind).toBe(kind);
      const flawOf = (bytes: Uint8Array) =>
        imageFlaw(kind as ImageKind, bytes.subarray(0, 64), bytes.subarray(-IMAGE_TAIL_BYTES), bytes.length);
      expect(flawOf(image), kind).toBeNull();
      expect(flawOf(image.subarray(0, -3)), kind).toBe(kind === 'TIFF' ? null : 'noEnd');
      if (kind !== 'PNG') continue;
      expect(flawOf(Buffer.concat([image, Buffer.alloc(70)]))).toBe('trailingData');
      expect(flawOf(Buffer.concat([image, Buffer.alloc(9000, 1)]))).toBe('trailingData');
    }
  });

  it('is not told by a first word', () => {
    for (const text of [
      'BMW is not a bitmap, whatever its letters',
      '<?xml version="1.0"?>',
      '{"error":1}',
      'GIF8',
      '',
    ]) {
      expect(imageKindOf(Buffer.from(text)), text).toBeNull();
    }
    const avif = '0000002066747970617669660000000061766966';
    expect(imageKindOf(Buffer.from(avif, 'hex'))).toBe('AVIF');
    expect(imageKindOf(Buffer.from('000000186674797068656963000000006d696631', 'hex'))).toBeNull();
  });
});

describe('what an error says', () => {
  it.each([
    [
      "<?xml version='1.0'?><Error><Code>ExpiredToken</Code><Message>Token has &quot;expired&quot;.</Message></Error>",
      'ExpiredToken: Token has "expired".',
    ],
    ['{"error":{"code":401,"message":"Invalid Credentials"}}', 'Invalid Credentials'],
    ['{"errors":[{"detail":"gone"}]}', 'gone'],
    ['{"message":"cut off here", "mo', 'cut off here'],
    ['<html><head><title>502 Bad Gateway</title></head>', '502 Bad Gateway'],
    ['slow down\nsecond line', 'slow down'],
    ['see https://u:pw@host/a?Signature=abc&x=1 now', 'see https://…@host/a?… now'],
    ['{"message":"a\\u202eb\\u0007c"}', 'a b c'],
    ['signed AbCdEf0123456789AbCdEf0123456789AbCdEf01', 'signed …'],
    ['\0\x01\x02', ''],
    ['{"a":{"b":{}}}', ''],
  ])('is %j: %j', (body, reason) => {
    expect(errorReason(body)).toBe(reason);
  });

  it('is cut, and holds no key', () => {
    expect(errorReason('word '.repeat(500))).toHaveLength(200);
    expect(errorReason('bad key KEY-1 here', ['Bearer KEY-1', 'KEY-1'])).toBe('bad key … here');
  });
});

it('the address of a file is the same however it was signed', () => {
  const of = (text: string) => unsignedAddress(new URL(text));
  expect(of('https://h/a?Expires=1&Signature=x&KeyName=k')).toBe(of('https://h/a?Expires=2&Signature=y&KeyName=l'));
  expect(of('https://h/a?X-Goog-Date=1&X-Goog-Signature=2')).toBe(of('https://h/a'));
  expect(of('https://h/a?id=1&token=x')).not.toBe(of('https://h/a?id=2&token=x'));
  // Labelbox's masks of classes have one address, and say in the token which is meant.
  const token = (claims: object) =>
    of(`https://h/mask-exporter?jwt=e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`);
  const claims = { labelId: 'l1', className: 'eye', userId: 'u', iat: 1, exp: 2 };
  expect(token(claims)).toBe(token({ ...claims, userId: 'v', iat: 3, exp: 4 }));
  expect(token(claims)).not.toBe(token({ ...claims, labelId: 'l2' }));
  expect(token(claims)).not.toBe(token({ ...claims, className: 'nose' }));
});
