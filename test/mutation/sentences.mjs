import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Two words with a space between. */
const SENTENCE = /[a-z][^ ]* +[^ ]*[a-z]/i;

/** Leaves sentences alone: the words of a reason or of an error. A text without a space is a value, and is mutated. */
const sentences = {
  shouldIgnore({ node }) {
    const text = node.type === 'StringLiteral' ? node.value
      : node.type === 'TemplateLiteral' ? node.quasis.map(quasi => quasi.value.cooked).join('x') : '';
    return SENTENCE.test(text) ? 'the words of a sentence' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', sentences)];
