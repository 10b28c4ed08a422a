import { NO_ALLOWANCE } from './_no-allowance';
import { AccessChangeLayer } from '../../../src/analysis/access-diff/access-change';
import { compareVersions } from '../../../src/analysis/access-diff/compare-versions';
import type { VersionDifference } from '../../../src/analysis/access-diff/compare-versions';
import type { Found } from '../../../src/analysis/access-diff/comparison';
import { compareVerdicts, judge } from '../../../src/analysis/access-diff/judge';
import type { Verdict } from '../../../src/analysis/decision/decision';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { hasSidecar } from '../../../src/analysis/decision/proxies';
import type { Request } from '../../../src/analysis/decision/request';
import { isUnknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import { readRequest } from '../../../src/analysis/read-request';
import { Dice } from '../access-sets/_dice';
import { hasProvenIdentity } from '../access-sets/_judge';
import { randomMesh } from '../access-sets/_meshes';
import type { Mesh } from '../access-sets/_meshes';
import { dimensionNames, pointOf } from '../access-sets/_points';
import type { Json } from '../world';
import { authorization, networking, peerAuthentication, world } from '../world';

/* Random meshes, and the same with some objects gone and others come. RUNS says how many. */

const RUNS = Number(process.env.RUNS ?? 8);
const SEED = Number(process.env.FC_SEED ?? 20261121);

/** One object of each name: of several the last one would count, and the order would matter. */
function distinct(manifests: Mesh['manifests']): Mesh['manifests'] {
  return [...new Map(manifests.map(object => [`${object.kind} ${object.metadata.namespace} ${object.metadata.name}`, object])).values()];
}

const PATHS = ['/a', '/a/b', '/b', '/'];
const METHODS = ['GET', 'PUT'];
const ENDS = [['shop', 'web'], ['pay', 'api'], ['legacy', 'batch']] as const;

/** Policies and routes of the usual kinds, whose questions requests answer. */
function simplePolicies(dice: Dice): Json[] {
  const selector = (): Json => dice.maybe(0.5, 'selector', () => ({ matchLabels: { app: dice.one(ENDS)[1] } }));
  const rule = (): Json => ({
    ...dice.maybe(0.8, 'from', () => [{ source: { principals: dice.some(ENDS.map(([ns, name]) => `cluster.local/ns/${ns}/sa/${name}`), 1, 2) } }]),
    ...dice.maybe(0.8, 'to', () => [{
      operation: {
        ...dice.maybe(0.7, 'methods', () => dice.some(METHODS, 1, 2)),
        ...dice.maybe(0.7, 'paths', () => dice.some(['/a', '/a*', '/b', '/*'], 1, 2)),
        ...dice.maybe(0.3, 'ports', () => ['8080']),
      },
    }]),
    ...dice.maybe(0.2, 'when', () => [{ key: 'request.headers[x-team]', values: dice.some(['a', 'b*'], 1, 1) }]),
  });
  const labels = (name: string): Json => ({ podSelector: { matchLabels: { app: name } }, namespaceSelector: {} });
  return [
    ...['shop', 'pay'].flatMap(ns => dice.chance(0.8) ? [authorization(`${ns}/p`, {
      ...selector(), action: dice.one(['ALLOW', 'ALLOW', 'DENY']), rules: dice.many(0, 2, rule),
    })] : []),
    ...['shop', 'pay', 'istio-system'].flatMap(ns => dice.chance(0.4) ? [peerAuthentication(`${ns}/m`, { mtls: { mode: dice.one(['STRICT', 'STRICT', 'PERMISSIVE']) } })] : []),
    ...['shop', 'pay'].flatMap(ns => dice.chance(0.4) ? [{
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'n', namespace: ns },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: dice.some(ENDS, 0, 2).map(([, name]) => ({ from: [labels(name)], ports: [{ port: dice.one([8080, 3306]) }] })) },
    }] : []),
    ...dice.chance(0.3) ? [networking('Sidecar', 'shop/s', { egress: [{ hosts: [dice.one(['./*', '*/*'])] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })] : [],
    ...dice.chance(0.3) ? [networking('VirtualService', 'pay/v', {
      hosts: ['api.pay.svc.cluster.local'],
      http: [{ match: [{ uri: { prefix: dice.one(['/a', '/b']) } }], route: [{ destination: { host: `${dice.one(['api.pay', 'web.shop'])}.svc.cluster.local` } }] }],
    })] : [],
  ];
}

function simpleMesh(dice: Dice): Mesh {
  return { manifests: world(...simplePolicies(dice)), options: {} };
}

function simpleRequest(dice: Dice, kind: 'workload' | 'principal' | 'outside'): Request {
  const [ns, name] = dice.one(ENDS);
  const [namespace, callee_] = dice.one(ENDS);
  const request = readRequest({
    from: { workload: { namespace: ns, workload: name }, principal: { principal: `cluster.local/ns/${ns}/sa/${name}` }, outside: { outside: true } }[kind],
    to: { namespace, workload: callee_ },
    port: dice.one([8080, 8080, 3306]),
    method: dice.one(METHODS),
    path: dice.one(PATHS),
    host: `${callee_}.${namespace}.svc.cluster.local:80`,
    headers: dice.maybe(0.4, 'x-team', () => dice.one(['a', 'b', 'bc'])),
  });
  if (typeof request === 'string') { throw new Error(request); }
  return request;
}

/** Some objects gone, and others come. */
function mutated(dice: Dice, { manifests, options }: Mesh): Mesh {
  const others = simplePolicies(dice);
  return { manifests: distinct([...manifests.filter(({ kind }) => dice.chance(kind === 'Deployment' || kind === 'Namespace' ? 0.97 : 0.85)), ...others.filter(() => dice.chance(0.5))]), options };
}

function modelOf({ manifests, options }: Mesh): MeshModel {
  return buildModel(manifests.map(object => ({ object })), options);
}

function changes({ allowed, denied, undecided }: VersionDifference): readonly unknown[] {
  return [...allowed, ...denied, ...undecided].map(({ change }) => change);
}

test('a mesh does not differ from itself, in whatever order and files it is', () => {
  for (let i = 0; i < RUNS; i++) {
    const dice = new Dice(SEED + i);
    const random = randomMesh(dice);
    const mesh = { ...random, manifests: distinct(random.manifests) };
    const again = mesh.manifests.map((object, at) => ({ object: JSON.parse(JSON.stringify(object)) as object, origin: { file: `${at}.yaml`, line: at } }));
    const difference = compareVersions(modelOf(mesh), buildModel([...again].reverse(), mesh.options), NO_ALLOWANCE);
    expect(changes(difference)).toEqual([]);
  }
});

/** Whether one of the changes speaks of the request, at its port; undefined where the request leaves open what they ask for. */
function isTold(found: readonly Found[], layer: AccessChangeLayer, model: MeshModel, request: Request): boolean | undefined {
  const callee = findWorkload(model, request.to.namespace, request.to.workload);
  if (isUnknown(callee)) { return undefined; }
  let open = false;
  for (const { change, meaning } of found) {
    if (change.layer !== layer || meaning === undefined || change.callee !== `${callee.namespace}/${callee.name}`) { continue; }
    const { space, set, ports, compared, callers } = meaning;
    if (!ports.includes(compared.all.includes(request.port) ? request.port : compared.other)) { continue; }
    const { from } = request;
    if (callers !== undefined && !callers.some(({ namespace, name }) => from.kind === 'workload' && from.namespace === namespace && from.workload === name)) { continue; }
    const principal = from.kind === 'principal' && hasProvenIdentity(model, callee, request.port, hasSidecar(model, callee) === true) ? { principal: from.principal } : {};
    const names = dimensionNames({ must: set, may: set });
    const point = pointOf(model, callee, request, {
      ...principal, ...request.host === undefined ? {} : { host: request.host }, ...from.address === undefined ? {} : { address: from.address },
    }, names);
    if (space.algebra.sets.contains(set, point)) { return true; }
    if (!space.algebra.sets.contains(space.algebra.sets.complement(set), point)) { open = true; }
  }
  return open ? undefined : false;
}

const callee = (model: MeshModel, { to }: Request): Workload | undefined => {
  const found = findWorkload(model, to.namespace, to.workload);
  return isUnknown(found) || isUnknown(hasSidecar(model, found)) ? undefined : found;
};

const PROXY_PORTS = [15020, 15021, 15090];

/** How often changes were told, and how often not: both must come. */
class Tally {
  public readonly counts = new Map<string, number>();

  public add(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}

/** Two versions of a random mesh, and requests to ask both. */
function* cases(first: number, kinds: readonly ('workload' | 'principal' | 'outside')[]): Generator<{
  readonly seed: number;
  readonly before: MeshModel;
  readonly after: MeshModel;
  readonly told: VersionDifference;
  readonly requests: readonly Request[];
}> {
  for (let seed = SEED + first; seed < SEED + first + RUNS; seed++) {
    const dice = new Dice(seed);
    const old = simpleMesh(dice);
    const [before, after] = [modelOf(old), modelOf(mutated(dice, old))];
    const requests = Array.from({ length: 60 }, () => simpleRequest(dice, dice.one(kinds)))
      .filter(request => callee(before, request) !== undefined && callee(after, request) !== undefined && !PROXY_PORTS.includes(request.port));
    yield { seed, before, after, told: compareVersions(before, after, NO_ALLOWANCE), requests };
  }
}

function shown(seed: number, request: Request, before: Verdict, after: Verdict): string {
  return `seed ${seed}: ${before} and then ${after}: ${JSON.stringify({ ...request, headers: [...request.headers] })}`;
}

test('what is newly allowed at the boundary of identities is what the decisions of both versions say', () => {
  const tally = new Tally();
  for (const { seed, before, after, told: { allowed }, requests } of cases(1000, ['principal', 'principal', 'outside'])) {
    for (const request of requests) {
      const [was, is] = [before, after].map(model => judge(model, request, AccessChangeLayer.IDENTITY).verdict);
      const told = isTold(allowed, AccessChangeLayer.IDENTITY, after, request);
      if (compareVerdicts(is, was) > 0 && told === false) { throw new Error(`not told: ${shown(seed, request, was, is)}`); }
      if (was !== 'UNKNOWN' && is !== 'UNKNOWN' && compareVerdicts(is, was) <= 0 && told === true) { throw new Error(`told: ${shown(seed, request, was, is)}`); }
      tally.add(String(told));
    }
  }
  expect(tally.counts.get('true')).toBeGreaterThan(RUNS / 2);
  expect(tally.counts.get('false')).toBeGreaterThan(RUNS);
});

test('what is newly allowed and denied by all layers is what the decisions of both versions say', () => {
  const tally = new Tally();
  for (const { seed, before, after, told: { allowed, denied }, requests } of cases(5000, ['workload'])) {
    for (const request of requests) {
      const [was, is] = [before, after].map(model => judge(model, request, AccessChangeLayer.ALL).verdict);
      const up = isTold(allowed, AccessChangeLayer.ALL, after, request);
      const down = isTold(denied, AccessChangeLayer.ALL, after, request);
      if (was === 'DENY' && is === 'ALLOW' && up === false) { throw new Error(`not told: ${shown(seed, request, was, is)}`); }
      if (was === 'ALLOW' && is === 'DENY' && down === false) { throw new Error(`not told: ${shown(seed, request, was, is)}`); }
      if (was === is && was !== 'UNKNOWN' && [...allowed, ...denied].every(({ change }) => change.causes.length === 0) && (up === true || down === true)) {
        throw new Error(`told: ${shown(seed, request, was, is)}`);
      }
      tally.add(`${String(up)} ${String(down)}`);
    }
  }
  expect(tally.counts.get('false false')).toBeGreaterThan(RUNS);
  expect([...tally.counts.keys()].some(key => key.startsWith('true'))).toBe(true);
});

test('every example is decided otherwise in both versions', () => {
  let examples = 0;
  for (const { seed, before, after, told } of cases(9000, ['workload'])) {
    for (const [found, sign] of [[told.allowed, 1], [told.denied, -1]] as const) {
      for (const { change: { example, layer } } of found) {
        if (example?.request === undefined) { continue; }
        const request = readRequest(JSON.parse(JSON.stringify(example.request)));
        if (typeof request === 'string') { throw new Error(`seed ${seed}: ${request}`); }
        const [was, is] = [before, after].map(model => judge(model, request, layer).verdict);
        if (compareVerdicts(is, was) * sign <= 0) { throw new Error(shown(seed, request, was, is)); }
        examples++;
      }
    }
  }
  expect(examples).toBeGreaterThan(RUNS);
});
