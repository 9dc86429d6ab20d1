/** The examples of README.md, which are ES modules, as somebody writes them in a CommonJS project. */

/** The same program with `require` and `module.exports`: each import and each export has to begin a line. */
export function toCommonJs(code: string): string {
  const exported: string[] = [];
  const body = code
    .replaceAll(/^import (?:(\w+)(?:, )?)?(\{[^}]*\})? from '([^']+)';$/gmu, (_line, whole, some, from) => {
      const names = [whole, (some as string | undefined)?.replaceAll(' as ', ': ')].filter(
        (name) => name !== undefined,
      );
      return names.map((name) => `const ${name} = require('${from}');`).join(' ');
    })
    .replaceAll(/^export ((?:async )?(?:function|class|const) (\w+))/gmu, (_line, declaration, name) => {
      exported.push(name as string);
      return declaration as string;
    });
  return exported.length === 0 ? body : `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}
