import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ValidationContext } from 'cdk8s-cli/plugins';
import { MeshValidation } from '../../src';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'validation-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local }
          weight: 7
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 9080 }]
`;

interface Report {
  readonly violations: readonly { readonly ruleName: string; readonly fix: string; readonly violatingConstructs: readonly object[] }[];
  readonly summary: { readonly status: string; readonly metadata: object };
}

/** Runs the plugin in the context that cdk8s-cli gives it. */
async function validate(properties: object, constructs?: object): Promise<Report> {
  const file = join(folder, 'shop.k8s.yaml');
  writeFileSync(file, ROUTE);
  if (constructs !== undefined) {
    mkdirSync(join(folder, 'mesh'));
    writeFileSync(join(folder, 'mesh', 'constructs.json'), JSON.stringify({ constructs }));
  }
  const context = new ValidationContext([file], 'cdk8s-istio', '0.0.0', { reviews: { path: 'the/Service' } });
  jest.spyOn(context.logger, 'log').mockReturnValue(undefined);
  await new MeshValidation(properties).validate(context as unknown as Parameters<MeshValidation['validate']>[0]);
  return context.report.toJson() as unknown as Report;
}

describe('the plugin for cdk8s synth', () => {
  test('reports findings by their rules, and passes if none is an error', async () => {
    const report = await validate({});
    expect(report.summary).toMatchObject({ status: 'success', metadata: { summary: '2 objects: 0 errors, 1 warning, 0 infos' } });
    expect(report.violations).toMatchObject([{
      ruleName: 'MESH0440 (warning)',
      fix: 'Leave the weight out, or name the destination that gets the rest.',
      violatingConstructs: [{
        resourceName: 'VirtualService shop/reviews',
        locations: ['line 9, spec.http[0].route[0].weight: the only destination has weight 7 and gets everything'],
        manifestPath: join(folder, 'shop.k8s.yaml'),
      }],
    }]);
  });

  test('names the construct of each object, also where others have the same name', async () => {
    const report = await validate({}, { 'VirtualService shop/reviews': 'app/the/route', 'Service shop/reviews': 'app/the/Service' });
    expect(report.violations[0].violatingConstructs).toMatchObject([{ constructPath: 'app/the/route' }]);
  });

  test.each([
    ['fails on what it is told to', { failOn: 'warning' }, 'failure', 1],
    ['leaves out what it is told to', { failOn: 'warning', ignore: ['KIA1104'] }, 'success', 0],
  ])('%s', async (_, properties, status, violations) => {
    const report = await validate(properties);
    expect(report.summary.status).toBe(status);
    expect(report.violations).toHaveLength(violations);
  });

  test.each([
    [{ failOn: 'fatal' }, '--fail-on must be error, warning or info, not fatal'],
    [{ ignored: [] }, 'there is no property ignored; there are failOn, ignore, meshConfig, istioVersion, context'],
    [{ ignore: 'MESH0440' }, 'property ignore must be a list of strings'],
    [{ istioVersion: 1.3 }, 'property istioVersion must be a string, in quotes'],
    [{ meshConfig: 'nowhere.yaml' }, expect.stringContaining('nowhere.yaml')],
  ])('fails with a sentence on %j', async (properties, problem) => {
    expect((await validate(properties)).summary).toMatchObject({ status: 'failure', metadata: { problem } });
  });

  test('runs in the real cdk8s synth, which names the constructs', () => {
    const root = join(__dirname, '..', '..');
    mkdirSync(join(folder, 'plugin'));
    writeFileSync(join(folder, 'plugin', 'index.js'), `require(${JSON.stringify(join(root, 'node_modules/tsx/dist/cjs/index.cjs'))});
module.exports = require(${JSON.stringify(join(root, 'src/cli/check/mesh-validation.ts'))});`);
    writeFileSync(join(folder, 'main.ts'), `import { ApiObject, App } from ${JSON.stringify(join(root, 'node_modules/cdk8s'))};
import { LeastPrivilegeWorkload, SecureNamespace } from ${JSON.stringify(join(root, 'src'))};
const app = new App();
const shop = new SecureNamespace(app, 'shop');
new LeastPrivilegeWorkload(shop, 'cart', { image: 'example/cart:1', port: 8080 });
new ApiObject(shop, 'route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'cart' },
  spec: { hosts: ['cart.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'cart.shop.svc.cluster.local' }, weight: 7 }] }] } });
app.synth();
`);
    writeFileSync(join(folder, 'cdk8s.yaml'), `language: typescript
app: '"${join(root, 'node_modules/.bin/tsx')}" main.ts'
validations: [{ package: ./plugin, version: 0.0.0, class: MeshValidation, properties: { failOn: error } }]
`);
    const env = { ...process.env, CDK8S_ISTIO_REPORTS: '', CDK8S_CHECK_UPGRADE: 'false' };
    const out = execFileSync(join(root, 'node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false'], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
    expect(out).toContain('MESH0440 (warning) (1 occurrences)');
    expect(out).toContain('Construct Path: shop/route');
  }, 60_000);
});
