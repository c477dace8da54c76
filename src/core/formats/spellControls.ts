/** Controls that reorder or hide what stands beside them, and are invisible themselves. */
const HIDDEN_CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text with its invisible controls spelt out, `[U+202E]`: no name of a stranger turns what stands around it. */
export function spellControls(text: string): string {
  return text.replace(HIDDEN_CONTROLS, (control) => {
    return `[U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
