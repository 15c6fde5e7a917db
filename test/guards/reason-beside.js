/** ESLint rule: `any`, `as` and `!` only with a reason beside them, a comment at the end of the line or right above the statement. */
export const reasonBeside = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say beside it, in a comment, why `{{what}}` is right here.' },
  },
  create(context) {
    const lines = new Set();
    for (const { loc } of context.sourceCode.getAllComments()) {
      for (let line = loc.start.line; line <= loc.end.line; line += 1) lines.add(line);
    }
    const check = (node, what) => {
      const statement = enclosing(node);
      const places = [node.loc.start.line - 1, node.loc.start.line, node.loc.end.line, statement.loc.start.line - 1, statement.loc.end.line];
      if (!places.some((line) => lines.has(line))) context.report({ node, messageId: 'missing', data: { what } });
    };
    return {
      TSAnyKeyword: (node) => check(node, 'any'),
      TSNonNullExpression: (node) => check(node, '!'),
      TSAsExpression: (node) => {
        const isConst = node.typeAnnotation.type === 'TSTypeReference' && node.typeAnnotation.typeName.name === 'const';
        // `as unknown as X` needs one reason, not two
        if (!isConst && node.parent.type !== 'TSAsExpression') check(node, 'as');
      },
    };
  },
};

/** The smallest thing that a comment above or behind it speaks for: a statement, a property, a type's member. */
const enclosing = (node) => (/Statement$|Declaration$|^Property|^TSPropertySignature|^SwitchCase/.test(node.type) || node.parent === null ? node : enclosing(node.parent));
