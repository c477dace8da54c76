import { describe, expect, it } from 'vitest';
import { Requests } from '../../../webview/ui/requests.ts';

interface Known {
  diagnose: { params: null; result: { readonly facts: readonly string[] } };
  report: { params: null; result: string };
}
const report = { method: 'report', outcome: { ok: true, value: 'Image: a.png' } } as const;

describe('requests of a page', () => {
  it('get the answer of their number, or the error', async () => {
    const sent: number[] = [];
    const requests = new Requests<Known>(7, ({ id }) => sent.push(id));
    const first = requests.ask('report', null);
    const second = requests.ask('report', null);
    requests.answer({ page: 7, id: sent[1] ?? 0, method: 'report', outcome: { ok: false, message: 'too large' } });
    requests.answer({ page: 7, id: sent[0] ?? 0, ...report });
    await expect(first).resolves.toBe('Image: a.png');
    await expect(second).rejects.toThrow('too large');
  });

  it('drop answers to an earlier page or to another method, and wait on', async () => {
    const requests = new Requests<Known>(7, () => undefined);
    const diagnosis = requests.ask('diagnose', null);
    requests.answer({ page: 6, id: 1, method: 'diagnose', outcome: { ok: true, value: { facts: ['stale'] } } });
    requests.answer({ page: 7, id: 1, ...report });
    requests.answer({ page: 7, id: 2, ...report });
    requests.answer({ page: 7, id: 1, method: 'diagnose', outcome: { ok: true, value: { facts: ['own'] } } });
    await expect(diagnosis).resolves.toEqual({ facts: ['own'] });
  });
});
