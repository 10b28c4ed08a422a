import { NEWER } from './_newer';
import { problemsOf } from './_problems';
import { validateObject } from '../../../../src/analysis/findings/schema';
import { CustomNode } from '../../../../src/analysis/findings/schema/custom-node';
import { CUSTOM_KINDS } from '../../../../src/analysis/findings/schema/generated/custom-kinds';
import { ISTIO_VERSIONS, isSince } from '../../../../src/analysis/findings/world/istio-versions';
import { MeshFindings } from '../../../../src/analysis/mesh-findings';

/** The kinds of Istio in the newest version that each is served in, by the release and the root of its schema there. */
const KINDS = new Map(Object.entries(CUSTOM_KINDS)
  .filter(([name]) => name.split('/')[0].endsWith('.istio.io'))
  // v1, whose name is the shortest, takes the place of v1alpha3 and v1beta1.
  .sort(([a], [b]) => b.length - a.length)
  .map(([name, { roots }]) => [name.split('/')[2], roots]));

/** Every path of a schema, with the values that it may have where they are listed. */
function places(node: CustomNode, path: string, found = new Set<string>()): Set<string> {
  found.add(path);
  (node.is.enum ?? []).forEach(value => found.add(`${path} '${String(value)}'`));
  for (const name of node.fields) {
    const field = node.field(name);
    if (field instanceof CustomNode) { places(field, path === '' ? name : `${path}.${name}`, found); }
  }
  const value = node.is.values === undefined ? undefined : node.field('any key');
  if (value instanceof CustomNode) { places(value, `${path}{}`, found); }
  if (node.items !== undefined) { places(node.items, `${path}[]`, found); }
  return found;
}

/** What a release has and the one before has not, without what is inside of something new. */
function newIn(kind: string, release: string, before: string): string[] {
  const [now, then] = [release, before].map(one => {
    const root = KINDS.get(kind)?.[`istio ${one}`];
    return root === undefined ? new Set<string>() : places(CustomNode.at(root), '');
  });
  const added = [...now].filter(place => !then.has(place));
  return added.filter(place => !added.some(other => place !== other && (other === '' || /^[.[{ ]/.test(place.slice(other.length)) && place.startsWith(other))));
}

test('the examples are all that is newer in a release than in the one before', () => {
  const all = ISTIO_VERSIONS.slice(1).flatMap((release, i) => [...KINDS.keys()].flatMap(kind =>
    newIn(kind, release, ISTIO_VERSIONS[i]).map(place => `${release}: ${place === '' ? kind : `${kind} ${place}`}`)));
  expect(all.sort()).toEqual(NEWER.map(({ name, since }) => `${since}: ${name}`).sort());
});

test('older versions of a kind have the schema of the newest', () => {
  for (const [name, { roots }] of Object.entries(CUSTOM_KINDS)) {
    const newest = KINDS.get(name.split('/')[2]);
    if (newest !== undefined && name.split('/')[0].endsWith('.istio.io')) { expect([name, roots]).toEqual([name, newest]); }
  }
});

describe.each(NEWER)('$name', ({ object, since }) => {
  test.each(ISTIO_VERSIONS)(`is there since Istio ${since}, seen from Istio %s`, istioVersion => {
    const problems = validateObject(object, { istioVersion });
    if (isSince(istioVersion, since)) {
      expect(problems).toEqual([]);
    } else {
      expect(problems).not.toEqual([]);
      for (const { message } of problems) { expect(message).toContain(`known since Istio ${since}, and not to Istio ${istioVersion}`); }
    }
  });
});

test('what no release knows is taken for a slip', () => {
  const { object } = NEWER[NEWER.length - 1];
  expect(problemsOf({ ...object, spec: { tracing: [{ disableContextPropagations: true }] } }, { istioVersion: '1.30' })[0])
    .toContain("(did you mean 'disableContextPropagation'?)");
  expect(problemsOf({ ...object, spec: { tracing: [{ match: { mode: 'BOTH' } }] } }, { istioVersion: '1.28' })[0]).not.toContain('since');
});

test('a release that is not the next one is named too', () => {
  const policy = NEWER.find(({ name }) => name.endsWith('redirect.prefixRewrite'));
  expect(problemsOf(policy?.object ?? {}, { istioVersion: '1.28' }))
    .toEqual(["unknown-field spec.http[0].redirect.prefixRewrite: the field 'prefixRewrite' is known since Istio 1.31, and not to Istio 1.28"]);
});

test('of a release that nobody knows nothing is found', () => {
  for (const istioVersion of ['1.27', '1.30.x', 'newest', '']) {
    expect(() => MeshFindings.fromManifests([NEWER[0].object], { istioVersion })).toThrow(`Istio version '${istioVersion}' is not known; use one of 1.28, 1.29, 1.30, 1.31.`);
  }
  const [patch, minor] = ['1.29.3', '1.29'].map(istioVersion => MeshFindings.fromManifests([NEWER[0].object], { istioVersion }).open());
  expect(patch).toEqual(minor);
});
