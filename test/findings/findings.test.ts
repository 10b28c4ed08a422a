import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Findings, FindingsMode, HttpCall, LeastPrivilegeWorkload, Mesh, MeshFindings, SecureNamespace } from '../../src';
import { assertNoMeshFindings } from '../../src/testing';

const CODE = 'MESH0440';

/** An app with one mistake: a weight that is none. */
function appWithMistake(findings: FindingsMode = FindingsMode.ERROR): { app: App; route: ApiObject; shop: SecureNamespace } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { findings });
  const shop = new SecureNamespace(mesh, 'shop');
  const [cart, web] = ['cart', 'web'].map(name => new LeastPrivilegeWorkload(shop, name, { image: 'example/app:1', port: 8080 }));
  web.calls.to(cart, HttpCall.get('/cart'));
  const route = new ApiObject(shop, 'route', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'cart' },
    spec: { hosts: ['cart.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'cart.shop.svc.cluster.local' }, weight: 7 }] }] },
  });
  return { app, route, shop };
}

function warningsOf(run: () => unknown): string {
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation(text => (written.push(String(text)), true));
  try {
    run();
  } finally {
    write.mockRestore();
  }
  return written.join('');
}

const annotationOf = (object: ApiObject): unknown => (object.toJson() as { metadata: { annotations?: object } }).metadata.annotations;

describe('findings at synth', () => {
  test('are printed, once, if they are warnings', () => {
    const { app } = appWithMistake();
    const printed = warningsOf(() => app.synthYaml());
    expect(printed.split(CODE)).toHaveLength(2);
    expect(printed).toContain('warning: [mesh/shop/route] MESH0440: the only destination has weight 7 and gets everything '
      + '[VirtualService shop/cart, spec.http[0].route[0].weight]. Leave the weight out, or name the destination that gets the rest.');
  });

  test('are not looked for if the mesh says so', () => {
    expect(warningsOf(() => appWithMistake(FindingsMode.OFF).app.synthYaml())).toBe('');
  });

  test('are of the manifests as they are written: a patch makes them and mends them', () => {
    const { app, route } = appWithMistake();
    route.addJsonPatch(JsonPatch.remove('/spec/http/0/route/0/weight'));
    expect(warningsOf(() => app.synthYaml())).not.toContain(CODE);
  });

  describe('that are acknowledged', () => {
    test.each([
      ['at the object', ({ route }: ReturnType<typeof appWithMistake>) => route],
      ['at its namespace', ({ shop }: ReturnType<typeof appWithMistake>) => shop],
      ['at the app', ({ app }: ReturnType<typeof appWithMistake>) => app],
    ])('%s are not printed, and the object says so', (_, at) => {
      const made = appWithMistake();
      Findings.of(at(made)).acknowledge(CODE, 'it is going to be shifted');
      expect(warningsOf(() => made.app.synthYaml())).not.toContain(CODE);
      expect(annotationOf(made.route)).toEqual({ 'cdk8s-istio/acknowledge': `${CODE}: it is going to be shifted` });
      expect(made.app.synthYaml()).toBe(made.app.synthYaml());
      expect(MeshFindings.fromApp(made.app).acknowledged()).toMatchObject([{ code: CODE, reason: 'it is going to be shifted', constructPath: 'mesh/shop/route' }]);
    });

    test('are acknowledged for whoever reads the manifests alone', () => {
      const { app, route } = appWithMistake();
      Findings.of(route).acknowledge(CODE, 'it is going to be shifted');
      app.synthYaml();
      const manifests = app.node.findAll().filter(one => ApiObject.isApiObject(one)).map(one => one.toJson() as object);
      expect(manifests).toHaveNoMeshFindings();
    });

    test('elsewhere are printed, and the acknowledgement is an error', () => {
      const { app, shop } = appWithMistake();
      Findings.of(shop.node.findChild('web')).acknowledge(CODE, 'why');
      warningsOf(() => expect(() => app.synthYaml()).toThrow(
        "[mesh/shop/web] Findings.of(…).acknowledge('MESH0440'): nothing of this code is found here (any more); remove it."));
    });

    test('must have a code of ours, and a reason', () => {
      const { app, shop } = appWithMistake();
      Findings.of(shop).acknowledge('KIA1104', 'why');
      Findings.of(shop).acknowledge('MESH9999', 'why');
      Findings.of(shop).acknowledge(CODE, ' ');
      Findings.of(shop).acknowledge(CODE, 'again');
      expect(() => app.synthYaml()).toThrow(/acknowledge\('KIA1104'\): there is no such finding; name it by its own code: 'MESH0440'\.[^]*acknowledge\('MESH9999'\): there is no such finding; name it by its own code, such as MESH0440\.[^]*acknowledge\('MESH0440'\): reason ' ' must be one line[^]*acknowledged already/);
    });
  });

  test('of plain charts beside are looked for too', () => {
    const { app } = appWithMistake();
    const chart = new Chart(app, 'plain', { namespace: 'shop' });
    new ApiObject(chart, 'route', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web' },
      spec: { hosts: ['web.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' }, weight: 3 }] }] },
    });
    expect(warningsOf(() => app.synthYaml())).toContain('warning: [plain/route] MESH0440: the only destination has weight 3');
  });
});

describe('toHaveNoMeshFindings', () => {
  test('fails with what is found', () => {
    expect(() => expect(appWithMistake().app).toHaveNoMeshFindings()).toThrow(/expected no findings, but there is 1:\nwarning MESH0440: .* construct mesh\/shop\/route\]/);
    expect(appWithMistake().app).not.toHaveNoMeshFindings();
    expect(() => assertNoMeshFindings(appWithMistake().app)).toThrow('expected no findings, but there is 1:');
  });

  test('holds for a sound app, and its opposite fails', () => {
    const { app, route } = appWithMistake();
    route.addJsonPatch(JsonPatch.remove('/spec/http/0/route/0/weight'));
    expect(app).toHaveNoMeshFindings();
    assertNoMeshFindings(app);
    expect(() => expect(app).not.toHaveNoMeshFindings()).toThrow('expected findings, but there are none');
  });
});
