/** Words that read as translated, by what to write instead; the terms of the field are in docs/glossary.md. */
const INSTEAD = {
  mend: 'fix, correct or repair',
  mended: 'fixed, corrected or repaired',
  mends: 'fixes, corrects or repairs',
  nobody: 'name what does not: no app, no container, no client',
  somebody: 'name who: a user, an operator, a client',
  told: 'configured, given, reported or distinguished',
  whatever: 'any, every or all',
  whoever: 'name who: the client, the owner, the reader',
};
const UNPLAIN = new RegExp(`\\b(${Object.keys(INSTEAD).join('|')})\\b`, 'gi');

/** A doc comment names its subject first: `Options of X.`, `True if …`, `Port for …`. */
const QUESTION = /^\*\s*(?:\*\s*)?(What|Where|Whether|Who|Whom|Whose)\b/;

/** @type {import('eslint').Rule.RuleModule} */
const plainWords = {
  meta: { type: 'suggestion', schema: [], messages: { unplain: '"{{word}}" reads as translated: {{instead}}' } },
  create(context) {
    const check = (text, node) => {
      for (const [word] of text.matchAll(UNPLAIN)) {
        context.report({ loc: node.loc ?? node.position, messageId: 'unplain', data: { word, instead: INSTEAD[word.toLowerCase()] } });
      }
    };
    return {
      // Markdown; code is not prose.
      text: (node) => check(node.value, node),
      // JavaScript and TypeScript.
      Program() {
        for (const comment of context.sourceCode.getAllComments()) check(comment.value, comment);
      },
    };
  },
};

/** @type {import('eslint').Rule.RuleModule} */
const subjectFirst = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { question: 'A doc comment begins with its subject, not with "{{word}}": "Options of …", "True if …"' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const [, word] = (comment.type === 'Block' && QUESTION.exec(comment.value)) || [];
          if (word !== undefined) context.report({ loc: comment.loc, messageId: 'question', data: { word } });
        }
      },
    };
  },
};

export default { rules: { 'plain-words': plainWords, 'subject-first': subjectFirst } };
