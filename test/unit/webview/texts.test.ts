import { describe, expect, it } from 'vitest';
import { fill, spellControls } from '../../../webview/ui/texts.ts';

describe('texts of pages', () => {
  it('spell out controls that turn the text around them', () => {
    expect(spellControls('face\u202egpj.exe')).toBe('face[U+202E]gpj.exe');
    expect(spellControls('\u2066a\u2069\u200f\u061c\u0007')).toBe('[U+2066]a[U+2069][U+200F][U+061C][U+0007]');
  });

  it('leave letters of every script, lines and joiners as they are', () => {
    const text = 'עין عين 눈\n\u200d👨\u200d👩 — “é”';
    expect(spellControls(text)).toBe(text);
  });

  it('take values at their places', () => {
    expect(fill('{1} of {0}: {2}', 'a', 2)).toBe('2 of a: {2}');
  });
});
