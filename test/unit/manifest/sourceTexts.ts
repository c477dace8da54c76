import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export const ROOT = new URL('../../../', import.meta.url).pathname;

/** The string literals that a call's first argument can be; undefined where it is computed. */
function literalsOf(node: ts.Expression | undefined): string[] | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return [node.text];
  return undefined;
}

function callsIn(
  pattern: string,
  isMeant: (callee: string) => boolean,
): { file: string; texts: string[] | undefined }[] {
  return globSync(pattern, { cwd: ROOT }).flatMap((file) => {
    const calls: { file: string; texts: string[] | undefined }[] = [];
    const source = ts.createSourceFile(file, readFileSync(ROOT + file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isMeant(node.expression.getText(source))) {
        calls.push({ file, texts: literalsOf(node.arguments[0]) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return calls;
  });
}

/** English texts that the host passes to `vscode.l10n.t`, and the files of calls whose text is computed. */
export function hostTexts(): { readonly texts: ReadonlySet<string>; readonly computed: readonly string[] } {
  const calls = callsIn('src/extension/**/*.ts', (callee) => callee.endsWith('l10n.t'));
  return {
    texts: new Set(calls.flatMap(({ texts }) => texts ?? [])),
    computed: calls.filter(({ texts }) => texts === undefined).map(({ file }) => file),
  };
}

/** Every string literal of the host's sources. */
export function hostLiterals(): ReadonlySet<string> {
  const literals = new Set<string>();
  for (const file of globSync('src/extension/**/*.ts', { cwd: ROOT })) {
    const source = ts.createSourceFile(file, readFileSync(ROOT + file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text);
      else if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) literals.add(node.name.getText(source));
      else if (ts.isShorthandPropertyAssignment(node)) literals.add(node.name.text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return literals;
}
