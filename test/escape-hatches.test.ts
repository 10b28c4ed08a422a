import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import { ConfigMap, Deployment, ServiceAccount } from 'cdk8s-plus-27';
import type { Manifest } from './_manifests';
import { Manifests, refusal } from './_manifests';
import { DestinationRule } from '../imports/networking.istio.io';
import { RequestAuthentication } from '../imports/security.istio.io';
import { CanaryService, FindingsMode, HttpCall, IngressGateway, LeastPrivilegeWorkload, Mesh, MeshDefaults, ProofMode, SecureNamespace } from 'cdk8s-istio';

const KINDS = [
  'AuthorizationPolicy', 'ConfigMap', 'Deployment', 'DestinationRule', 'Gateway', 'Namespace', 'NetworkPolicy', 'PeerAuthentication',
  'RequestAuthentication', 'Service', 'ServiceAccount', 'Sidecar', 'Telemetry', 'VirtualService',
];

/** A field that each kind has, and what a patch makes of it. */
const KNOWN: { readonly [kind: string]: readonly [path: string, value: unknown] } = {
  AuthorizationPolicy: ['/spec/action', 'AUDIT'],
  ConfigMap: ['/data', { changed: 'yes' }],
  Deployment: ['/spec/template/spec/containers/0/image', 'changed:1'],
  DestinationRule: ['/spec/host', 'changed.example.com'],
  Gateway: ['/spec/servers/0/port/number', 8080],
  Namespace: ['/metadata/labels/istio-injection', 'disabled'],
  NetworkPolicy: ['/spec/policyTypes', ['Ingress']],
  PeerAuthentication: ['/spec/mtls/mode', 'PERMISSIVE'],
  RequestAuthentication: ['/spec/jwtRules/0/issuer', 'changed.example.com'],
  Service: ['/spec/type', 'NodePort'],
  ServiceAccount: ['/automountServiceAccountToken', true],
  Sidecar: ['/spec/outboundTrafficPolicy/mode', 'ALLOW_ANY'],
  Telemetry: ['/spec/accessLogging', [{ disabled: true }]],
  VirtualService: ['/spec/hosts', ['changed.example.com']],
};

/** An app with every kind that we emit, and with objects that a user adds to a namespace. */
function everything(props: ConstructorParameters<typeof App>[0] = {}): { app: App; shop: SecureNamespace } {
  const app = new App(props);
  // Patches here break what policies mean; that they arrive is what matters.
  new Mesh(app, 'mesh', { proof: ProofMode.OFF, findings: FindingsMode.OFF });
  new MeshDefaults(app, 'defaults');
  const shop = new SecureNamespace(app, 'shop');
  const reviews = new CanaryService(shop, 'reviews', { port: 80 });
  reviews.addVersion('v1', { image: 'reviews:1' });
  const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
  cart.calls.to(reviews, HttpCall.get('/reviews/*'));
  new IngressGateway(shop, 'public', { hosts: ['shop.example.com'] }).expose(cart, HttpCall.any());
  new LeastPrivilegeWorkload(new SecureNamespace(app, 'theirs', { adopt: true }), 'guest', { image: 'guest:1', port: 8080 });
  new ConfigMap(shop, 'settings', { data: { a: 'b' } });
  new Deployment(shop, 'raw', { containers: [{ image: 'raw:1' }] });
  new RequestAuthentication(shop, 'jwt', { spec: { jwtRules: [{ issuer: 'example.com', jwksUri: 'https://example.com/keys' }] } });
  new DestinationRule(shop, 'outliers', { spec: { host: 'elsewhere.example.com', trafficPolicy: { outlierDetection: { consecutive5XxErrors: 5 } } } });
  return { app, shop };
}

function emittedOf(app: App): ApiObject[] {
  const objects = app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  return objects.filter(object => object.toJson() !== undefined);
}

function patchAll(app: App): void {
  for (const object of emittedOf(app)) {
    const [path, value] = KNOWN[object.kind];
    object.addJsonPatch(
      JsonPatch.add(path, value),
      JsonPatch.add('/brandNew', { deep: ['yes'] }),
      JsonPatch.replace('/metadata/labels/app.kubernetes.io~1part-of', 'changed'),
      ...object.kind === 'ServiceAccount' || object.kind === 'ConfigMap' ? []
        : [JsonPatch.add(object.kind === 'Namespace' ? '/spec' : '/spec/unheardOf', { deep: ['yes'] })],
    );
  }
}

function expectPatched(manifest: Manifest): void {
  const [path, value] = KNOWN[manifest.kind];
  const at = path.slice(1).split('/').reduce<any>((json, key) => json[key], manifest);
  expect([manifest.kind, at]).toEqual([manifest.kind, value]);
  expect([manifest.kind, manifest.brandNew]).toEqual([manifest.kind, { deep: ['yes'] }]);
  expect([manifest.kind, manifest.metadata.labels?.['app.kubernetes.io/part-of']]).toEqual([manifest.kind, 'changed']);
  if (manifest.kind !== 'ServiceAccount' && manifest.kind !== 'ConfigMap') {
    expect([manifest.kind, manifest.kind === 'Namespace' ? manifest.spec : manifest.spec.unheardOf]).toEqual([manifest.kind, { deep: ['yes'] }]);
  }
}

describe('a JSON patch', () => {
  const { app } = everything();
  const before = Manifests.of(app);
  patchAll(app);
  const after = Manifests.of(app);

  it('is tried on every kind that is emitted', () => {
    expect([...new Set(after.all.map(manifest => manifest.kind))].sort()).toEqual(KINDS);
  });

  it.each(KINDS)('to a known field, an unknown field and a new top-level field of each %s reaches the YAML', kind => {
    const patched = after.all.filter(manifest => manifest.kind === kind);
    expect(patched.length).toBeGreaterThan(0);
    patched.forEach(expectPatched);
  });

  it('changes nothing else', () => {
    expect(after.all.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`))
      .toEqual(before.all.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`));
    const clean = JSON.parse(JSON.stringify(after.get('Service', 'cart')).replace('"unheardOf":{"deep":["yes"]}', '"unheardOf":0'));
    expect({ ...clean.spec, type: 'ClusterIP', unheardOf: undefined }).toEqual({ ...before.spec('Service', 'cart'), unheardOf: undefined });
  });

  it('arrives in every synth, however often', () => {
    const twice = everything();
    patchAll(twice.app);
    const first = twice.app.synthYaml();
    expect(twice.app.synthYaml()).toBe(first);
    expect(first).toBe(after.yaml);
  });

  it('arrives in what a single chart gives, also without a synth before', () => {
    for (const json of [(shop: SecureNamespace) => Testing.synth(shop), (shop: SecureNamespace) => shop.toJson()]) {
      const fresh = everything();
      patchAll(fresh.app);
      const manifests: Manifest[] = json(fresh.shop);
      expect(manifests.length).toBe(after.all.filter(({ kind, metadata }) => metadata.namespace === 'shop' || (kind === 'Namespace' && metadata.name === 'shop')).length);
      manifests.forEach(expectPatched);
    }
  });

  it.each([
    ['one file', YamlOutputType.FILE_PER_APP],
    ['a file a chart', YamlOutputType.FILE_PER_CHART],
    ['a folder a chart', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
  ])('arrives in the files of %s', (_, yamlOutputType) => {
    const { outdir } = Testing.app();
    const written = everything({ outdir, yamlOutputType });
    patchAll(written.app);
    written.app.synth();
    written.app.synth();
    const files = (readdirSync(outdir, { recursive: true }) as string[]).filter(file => !file.startsWith('mesh'))
      .map(file => join(outdir, file)).filter(file => statSync(file).isFile());
    const manifests = files.map(file => readFileSync(file, 'utf8')).flatMap(text => new Manifests(text).all);
    expect(manifests.length).toBe(after.all.length);
    manifests.forEach(expectPatched);
  });
});

describe('a JSON patch to what generated classes cannot say', () => {
  it("reaches the YAML: a container's restartPolicy, in a Deployment of ours and in one of cdk8s-plus", () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
    const raw = new Deployment(shop, 'raw', { containers: [{ image: 'raw:1' }] });
    ApiObject.of(cart.deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/restartPolicy', 'Always'));
    ApiObject.of(raw).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/restartPolicy', 'Always'));
    const manifests = Manifests.of(app);
    expect(manifests.container('cart-v1').restartPolicy).toBe('Always');
    expect(manifests.container('raw').restartPolicy).toBe('Always');
  });

  it("reaches the YAML: the API's own names in objects of the imports", () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new DestinationRule(shop, 'outliers', { spec: { host: 'elsewhere.example.com', trafficPolicy: { outlierDetection: {} } } })
      .addJsonPatch(JsonPatch.add('/spec/trafficPolicy/outlierDetection', { consecutive5xxErrors: 7 }));
    new RequestAuthentication(shop, 'jwt', { spec: { jwtRules: [{ issuer: 'example.com', jwksUri: 'https://example.com/keys' }] } })
      .addJsonPatch(JsonPatch.add('/spec/jwtRules/0/timeout', '5s'));
    const manifests = Manifests.of(app);
    expect(manifests.spec('DestinationRule', 'outliers').trafficPolicy.outlierDetection).toEqual({ consecutive5xxErrors: 7 });
    expect(manifests.spec('RequestAuthentication', 'jwt').jwtRules)
      .toEqual([{ issuer: 'example.com', jwksUri: 'https://example.com/keys', timeout: '5s' }]);
  });

  it('reaches the YAML in a plain chart beside a namespace', () => {
    const app = new App();
    new Mesh(app, 'mesh', { findings: FindingsMode.OFF });
    new SecureNamespace(app, 'shop');
    ApiObject.of(new ServiceAccount(new Chart(app, 'plain'), 'robot')).addJsonPatch(JsonPatch.add('/unheardOf', 'yes'));
    expect(Manifests.of(app).all.find(manifest => manifest.unheardOf === 'yes')?.kind).toBe('ServiceAccount');
  });
});

describe('a JSON patch that cannot arrive', () => {
  it('is refused by name, since the object is not emitted', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop', { enforce: [], adopt: true });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
    const objects = [
      shop.denyAll, shop.defaultSidecar, shop.defaultDeny, shop.peerAuthentication, cart.authorizationPolicy, cart.sidecar, cart.networkPolicy,
    ];
    objects.forEach(object => object.addJsonPatch(JsonPatch.add('/spec/unheardOf', 'yes')));
    for (const { node, kind, name } of objects) {
      expect(refusal(app)).toContain(
        `[${node.path}] a JSON patch to ${kind} '${name}' would not arrive, since the object is not emitted; `
        + "remove the patch, or let the object be emitted ('enforce').");
    }
  });

  it('is refused by name and place, since there is nothing to change', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
    cart.sidecar.addJsonPatch(JsonPatch.replace('/spec/no/such', 1));
    ApiObject.of(cart.deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/9/image', 'x'));
    ApiObject.of(cart.service!).addJsonPatch(JsonPatch.test('/spec/type', 'NodePort'));
    ApiObject.of(new ConfigMap(shop, 'settings')).addJsonPatch(JsonPatch.move('/no/such', '/data'));
    const message = refusal(app);
    const advice = 'correct the path, or add first what it leads through.';
    expect(message).toContain(`[shop/cart/Sidecar] a JSON patch cannot be applied to Sidecar 'cart': 'replace' finds nothing to change at '/spec/no/such'; ${advice}`);
    expect(message).toContain("[shop/cart/Deployment/Resource] a JSON patch cannot be applied to Deployment 'cart-v1': "
      + `'add' finds nothing to change at '/spec/template/spec/containers/9/image'; ${advice}`);
    expect(message).toContain("[shop/cart/Service/Resource] a JSON patch cannot be applied to Service 'cart': '/spec/type' is not \"NodePort\"; correct the test.");
    expect(message).toContain(`[shop/settings/Resource] a JSON patch cannot be applied to ConfigMap 'settings': 'move' finds nothing to change at '/no/such'; ${advice}`);
  });
});
