import { NO_ALLOWANCE } from './_no-allowance';
import { compareVersions } from '../../../src/analysis/access-diff/compare-versions';
import { PairChanges } from '../../../src/analysis/access-diff/pair-changes';
import { buildModel } from '../../../src/analysis/model';
import { Dice } from '../access-sets/_dice';
import type { Json } from '../world';
import { authorization, namespace, networking, peerAuthentication, service, workload } from '../world';

/* Once a route has changed, every callee is compared: with the callers of which it lets anything in, as if it were with all of them. */

const RUNS = Number(process.env.RUNS ?? 16);
const SEED = Number(process.env.FC_SEED ?? 20261122);

const NAMES = [['shop', 'a'], ['shop', 'b'], ['shop', 'c'], ['pay', 'd'], ['pay', 'e'], ['pay', 'f']] as const;

function mesh(dice: Dice): readonly Json[] {
  const identity = (): string => {
    const [ns, name] = dice.one(NAMES);
    return dice.chance(0.05) ? `cluster.local/ns/${ns}/*` : `cluster.local/ns/${ns}/sa/${name}`;
  };
  const rule = (): Json => ({
    ...dice.maybe(0.95, 'from', () => [{ source: { principals: dice.many(1, 2, identity) } }]),
    to: [{ operation: { paths: dice.some(['/a', '/a*', '/b'], 1, 2), ...dice.maybe(0.6, 'ports', () => ['8080']) } }],
  });
  return [
    namespace('shop'), namespace('pay'),
    ...dice.chance(0.9) ? [peerAuthentication('istio-system/m', { mtls: { mode: 'STRICT' } })] : [],
    ...NAMES.flatMap(([ns, name]) => [
      workload(`${ns}/${name}`), service(`${ns}/${name}`),
      ...dice.chance(0.95) ? [authorization(`${ns}/${name}`, { selector: { matchLabels: { app: name } }, action: dice.chance(0.9) ? 'ALLOW' : 'DENY', rules: dice.many(0, 2, rule) })] : [],
    ]),
  ];
}

/** What all callees may be reached by, and perhaps a workload that comes, goes or has another identity. */
function changed(dice: Dice, objects: readonly Json[]): readonly Json[] {
  const [ns, name] = dice.one(NAMES);
  const [other, also] = dice.one(NAMES);
  const copies = objects.map(object => JSON.parse(JSON.stringify(object)) as Json);
  const route = dice.chance(0.6) ? networking('VirtualService', `${ns}/v`, {
    hosts: [`${name}.${ns}.svc.cluster.local`],
    http: [{ match: [{ uri: { prefix: dice.one(['/a', '/b']) } }], route: [{ destination: { host: `${dice.one([`${name}.${ns}`, `${also}.${other}`])}.svc.cluster.local` } }] }],
  }) : networking('DestinationRule', `${ns}/r`, { host: `${name}.${ns}.svc.cluster.local`, trafficPolicy: { tls: { mode: dice.one(['DISABLE', 'ISTIO_MUTUAL']) } } });
  const pods = copies.filter(({ kind }) => kind === 'Deployment');
  const one = dice.one(pods);
  switch (dice.below(5)) {
    case 0: return [...copies.filter(object => object !== one), route];
    case 1: return [...copies, workload('shop/g', { serviceAccount: dice.one(['a', 'g']) }), route];
    case 2:
      one.spec.template.spec.serviceAccountName = dice.one(['a', 'd', 'x']);
      return [...copies, route];
    default: return [...copies, route];
  }
}

test('callers that are passed over differ in nothing', () => {
  const looked = { all: 0, changes: 0 };
  for (let seed = SEED; seed < SEED + RUNS; seed++) {
    const dice = new Dice(seed);
    const old = mesh(dice);
    const [before, after] = [old, changed(dice, old)].map(objects => buildModel(objects.map(object => ({ object }))));
    const passing = compareVersions(before, after, NO_ALLOWANCE);
    const looks = jest.spyOn(PairChanges.prototype as unknown as { mayDiffer(): boolean }, 'mayDiffer').mockReturnValue(true);
    const whole = compareVersions(before, after, NO_ALLOWANCE);
    looked.all += looks.mock.calls.length;
    looks.mockRestore();
    const [told, all] = [passing, whole].map(({ allowed, denied, undecided }) =>
      [allowed, denied, undecided].map(found => found.map(({ change }) => change)));
    expect([seed, told]).toEqual([seed, all]);
    looked.changes += all.flat().length;
  }
  expect(looked.all).toBeGreaterThan(RUNS * 10);
  expect(looked.changes).toBeGreaterThan(RUNS / 2);
});
