/**
 * ESLint rule: `any`, `as` and `!` only with a reason beside them: a comment at the end of the line, right above the statement, or
 * earlier in the same definition one that names the thing in backticks ("`!`: all positions lie inside").
 */
export const reasonBeside = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say beside it, in a comment, why `{{what}}` is right here.' },
  },
  create(context) {
    const { sourceCode } = context;
    const comments = sourceCode.getAllComments();
    const lines = new Set(comments.flatMap(({ loc }) => Array.from({ length: loc.end.line - loc.start.line + 1 }, (_, index) => loc.start.line + index)));
    const check = (node, what) => {
      const statement = climb(node, (at) => standing.test(at.type));
      const beside = [node.loc.start.line - 1, node.loc.start.line, node.loc.end.line, statement.loc.start.line - 1, statement.loc.end.line].some((line) => lines.has(line));
      const definition = climb(node, (at) => at.parent?.type === 'Program');
      const announced = comments.some(({ value, range }) => value.includes(`\`${what}\``) && range[0] > definition.range[0] && range[1] < node.range[0]);
      if (!beside && !announced) context.report({ node, messageId: 'missing', data: { what } });
    };
    return {
      TSAnyKeyword: (node) => check(node, 'any'),
      TSNonNullExpression: (node) => check(node, '!'),
      TSAsExpression: (node) => {
        if (!isHarmless(node) && node.parent.type !== 'TSAsExpression') check(node, 'as'); // `as unknown as X` needs one reason, not two
      },
    };
  },
};

const standing = /Statement$|Declaration$|^Property|^TSPropertySignature|^SwitchCase/;
const climb = (node, isIt) => (isIt(node) || node.parent === null ? node : climb(node.parent, isIt));

/** `as const`, `as unknown` and `[] as Word[]` claim nothing that could be wrong. */
const isHarmless = ({ expression, typeAnnotation }) =>
  typeAnnotation.type === 'TSUnknownKeyword' ||
  (typeAnnotation.type === 'TSTypeReference' && typeAnnotation.typeName.name === 'const') ||
  (expression.type === 'ArrayExpression' && expression.elements.length === 0);
