import { allOf, anyOf, together } from '../../../src/analysis/decision/combine';
import type { Decision, LayerVerdict } from '../../../src/analysis/decision/decision';
import { LayerSpeaker } from '../../../src/analysis/decision/decision';
import type { Element } from '../../../src/analysis/model';

const sidecar = new LayerSpeaker('sidecar', false);
const network = new LayerSpeaker('networkPolicy', true);
const mutual = new LayerSpeaker('mutualTls', true);
const authorization = new LayerSpeaker('authorizationPolicy', true);
const object = (name: string): Element => ({ kind: 'X', namespace: 'n', name } as unknown as Element);
const A = object('a');
const B = object('b');

describe('what a layer says', () => {
  test('carries the layer, whether it is a boundary, and only what there is to say', () => {
    expect(sidecar.allow('fine')).toStrictEqual({ layer: 'sidecar', verdict: 'ALLOW', boundary: false, reason: 'fine' });
    expect(mutual.unknown('who knows', A, 'spec')).toStrictEqual({ layer: 'mutualTls', verdict: 'UNKNOWN', boundary: true, reason: 'who knows', object: A, rule: 'spec' });
    expect(mutual.deny('no', 'reset', A)).toStrictEqual({ layer: 'mutualTls', verdict: 'DENY', boundary: true, reason: 'no', object: A, sees: 'reset' });
    expect(mutual.deny('no', undefined)).toStrictEqual({ layer: 'mutualTls', verdict: 'DENY', boundary: true, reason: 'no' });
  });
});

describe('the layers of one way', () => {
  const verdictsOf = (decision: Decision): readonly string[] => decision.layers.map(({ layer }) => layer);

  test('are told in the order in which a request meets them', () => {
    expect(verdictsOf(together([authorization.allow('a'), sidecar.allow('s'), mutual.allow('m'), network.allow('n')])))
      .toEqual(['sidecar', 'networkPolicy', 'mutualTls', 'authorizationPolicy']);
  });
  test('stay in their order where several are of one layer', () => {
    const said = [authorization.allow('1'), mutual.allow('2'), sidecar.allow('3'), mutual.allow('4'), sidecar.allow('5'), authorization.allow('6'), mutual.allow('7')];
    expect(together(said).layers.map(({ reason }) => reason).join('')).toBe('3524716');
  });

  test('the first that denies decides, even behind one that is unknown', () => {
    const decision = together([authorization.deny('403', '403', B), mutual.deny('tls', 'reset', A, 'spec.mtls'), network.unknown('?')]);
    expect(decision).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', object: A, rule: 'spec.mtls', reason: 'tls', sees: 'reset' });
  });

  test('else the first that is unknown, and then nobody says what the caller sees', () => {
    const decision = together([authorization.unknown('later'), network.unknown('sooner', A), sidecar.allow('s')]);
    expect(decision).toMatchObject({ verdict: 'UNKNOWN', layer: 'networkPolicy', object: A, reason: 'sooner' });
    expect(decision).not.toHaveProperty('sees');
    expect(decision).not.toHaveProperty('rule');
  });

  test('else the last that names an object, for it is what lets the request through', () => {
    expect(together([authorization.allow('nobody limits'), network.allow('a policy admits', A), sidecar.allow('s', B)]))
      .toMatchObject({ verdict: 'ALLOW', layer: 'networkPolicy', object: A, sees: 'ok' });
  });

  test('and where none does, the last', () => {
    const decision = together([mutual.allow('m'), sidecar.allow('s')]);
    expect(decision).toMatchObject({ verdict: 'ALLOW', layer: 'mutualTls', reason: 'm', sees: 'ok' });
    expect(decision).not.toHaveProperty('object');
  });

  test('a refusal that no one can describe is seen as nothing', () => {
    expect(together([mutual.deny('no', undefined)])).not.toHaveProperty('sees');
  });
});

describe('several ways', () => {
  const allowed = together([sidecar.allow('s')]);
  const denied = together([sidecar.deny('d', 'reset')]);
  const unknown = together([sidecar.unknown('u')]);

  test.each<[string, Decision[], Decision]>([
    ['one that is allowed is enough', [denied, unknown, allowed], allowed],
    ['one that may be allowed leaves it unknown', [denied, unknown, denied], unknown],
    ['where all are denied, the first says why', [denied, together([sidecar.deny('other', '503')])], denied],
  ])('%s', (_, ways, expected) => expect(anyOf(ways)).toBe(expected));
});

describe('several cases of what nobody knows', () => {
  const one = (...layers: readonly LayerVerdict[]): Decision => together(layers);

  test('are known where they agree', () => {
    const decision = allOf([one(sidecar.allow('s'), mutual.allow('with')), one(sidecar.allow('s'), mutual.allow('without'))], 'who knows');
    expect(decision).toMatchObject({ verdict: 'ALLOW', layer: 'mutualTls' });
    expect(decision.layers.map(({ reason }) => reason)).toEqual(['s', 'with (one of several cases that end alike: who knows)']);
  });

  test('a layer that one case lacks is one of several cases', () => {
    const decision = allOf([one(sidecar.allow('s'), mutual.allow('m')), one(mutual.allow('m'))], 'who knows');
    expect(decision.layers.map(({ reason }) => reason)).toEqual(['s (one of several cases that end alike: who knows)', 'm']);
  });

  test('are unknown where they differ, at the first layer that differs', () => {
    const decision = allOf([
      one(sidecar.allow('s'), network.allow('n'), authorization.allow('a', A)),
      one(sidecar.allow('s'), network.deny('n', 'timeout', B), authorization.deny('a', '403')),
    ], 'who knows');
    expect(decision).toMatchObject({ verdict: 'UNKNOWN', layer: 'networkPolicy', reason: 'it depends: who knows' });
    expect(decision.layers).toEqual([
      expect.objectContaining({ layer: 'sidecar', verdict: 'ALLOW', reason: 's' }),
      expect.objectContaining({ layer: 'networkPolicy', verdict: 'UNKNOWN', reason: 'it depends: who knows' }),
      expect.objectContaining({ layer: 'authorizationPolicy', verdict: 'UNKNOWN', reason: 'it depends: who knows' }),
    ]);
  });

  test('a layer that only some cases ask differs, and shows what they see of none', () => {
    const decision = allOf([one(mutual.deny('no', 'reset')), one(mutual.allow('m'), authorization.allow('a'))], 'who knows');
    expect(decision.layers.map(({ layer, verdict }) => `${layer} ${verdict}`)).toEqual(['mutualTls UNKNOWN', 'authorizationPolicy UNKNOWN']);
    expect(decision.layers.some(layer => 'sees' in layer)).toBe(false);
  });

  test('three of which one is unknown are unknown', () => {
    expect(allOf([one(mutual.allow('m')), one(mutual.unknown('u')), one(mutual.allow('m'))], 'who knows').verdict).toBe('UNKNOWN');
  });
});
