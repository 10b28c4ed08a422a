import { Yaml } from 'cdk8s';
import { YamlText } from './yaml-text';

type Stringify = (...documents: unknown[]) => string;

/** Some of everything: where cdk8s prints it in another way than it used to, its own printer is left alone. */
const SAMPLE = {
  'apiVersion': 'v1',
  'list': [{ a: 1, b: ['x', []], c: {} }, 'true', '8080', "it's", [1, [2]], null, false],
  'text': 'two words: of one line',
  'a key of words': { long: 'x'.repeat(200), none: null, number: 1.5 },
};

/**
 * Lets cdk8s print what it writes while something is done, as it would by itself but sooner: most of the time of a synth goes
 * into a printer that can do everything.
 */
export function withFasterYaml<T>(work: () => T): T {
  const cdk8s = Yaml as { stringify: Stringify };
  const { stringify } = cdk8s;
  const general: Stringify = (...documents) => stringify.apply(Yaml, documents);
  if (general(SAMPLE) !== new YamlText(general).document(SAMPLE)) {
    return work();
  }
  const printer = new YamlText(general);
  cdk8s.stringify = (...documents) => documents.map(one => (one === undefined ? '\n' : printer.document(one))).join('---\n');
  try {
    return work();
  } finally {
    cdk8s.stringify = stringify;
  }
}
