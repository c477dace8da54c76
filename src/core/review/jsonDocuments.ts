/**
 * The texts of several JSON objects that stand one after the other in one file, as programs leave them that append where
 * they meant to replace. What stands between and behind them is passed over, as is an object that the file breaks off in.
 */
export function jsonDocuments(text: string): string[] {
  const documents: string[] = [];
  let depth = 0;
  let start = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isText) {
      if (sign === '\\') at++;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = depth > 0;
    else if (sign === '{' || sign === '[') {
      if (depth++ === 0) start = at;
    } else if ((sign === '}' || sign === ']') && depth > 0) {
      if (--depth === 0) documents.push(text.slice(start, at + 1));
    }
  }
  return documents;
}
