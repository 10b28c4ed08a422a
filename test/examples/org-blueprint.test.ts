import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, JsonPatch } from 'cdk8s';
import { declareOrders } from '../../examples/org-blueprint/apps/orders/orders';
import { declarePayments } from '../../examples/org-blueprint/apps/payments/payments';
import { Manifests, refusal } from '../_manifests';
import { run } from '../cli/_run';
// The tests that its teams have written.
import '../../examples/org-blueprint/apps/orders/orders.test';
import '../../examples/org-blueprint/apps/payments/payments.test';
import '../../examples/org-blueprint/apps/together.test';

const ROOT = resolve(__dirname, '../..');
const APPS = join(ROOT, 'examples/org-blueprint/apps');
const TEMPORARY = mkdtempSync(join(tmpdir(), 'org-blueprint-'));
afterAll(() => rmSync(TEMPORARY, { recursive: true }));

/** Runs an app as `cdk8s synth` does, in its own folder, and returns its output folder. */
function synth(app: string): string {
  const outdir = join(TEMPORARY, app, 'dist');
  expect(readFileSync(join(APPS, app, 'cdk8s.yaml'), 'utf8')).toContain('app: tsx --tsconfig ../../../tsconfig.json main.ts');
  execFileSync(process.execPath, [join(ROOT, 'node_modules/.bin/tsx'), '--tsconfig', '../../../tsconfig.json', 'main.ts'], {
    cwd: join(APPS, app), env: { ...process.env, CDK8S_OUTDIR: outdir, CDK8S_ISTIO_CONTRACTS: join(TEMPORARY, app) }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  return outdir;
}

describe('examples/org-blueprint', () => {
  const orders = synth('orders');
  const payments = synth('payments');
  const yaml = (folder: string, file: string) => new Manifests(readFileSync(join(folder, file), 'utf8'));

  it.each(['orders', 'payments'])('synthesizes %s alone, and its contract is the one that is checked in', app => {
    expect(readdirSync(join(TEMPORARY, app, 'dist')).sort()).toEqual(['mesh', `${app}.k8s.yaml`]);
    expect(readFileSync(join(TEMPORARY, app, `${app}.json`), 'utf8')).toBe(readFileSync(join(APPS, app, 'contracts', `${app}.json`), 'utf8'));
  });

  it('emits the side of each team in its own app', () => {
    const [ours, theirs] = [yaml(orders, 'orders.k8s.yaml'), yaml(payments, 'payments.k8s.yaml')];
    expect(ours.known('orders')).toEqual(['payments/payments.payments.svc.cluster.local']);
    expect(ours.allowed('orders').filter(text => text.includes('/ns/payments/'))).toEqual(['acme.example/ns/payments/sa/payments PUT /orders/{*}/paid :8080']);
    expect(theirs.allowed('payments').sort()).toEqual([
      'acme.example/ns/orders/sa/orders GET /charges/{*} :8080', 'acme.example/ns/orders/sa/orders POST /charges :8080',
    ]);
    expect(new Set(ours.all.map(({ metadata }) => metadata.namespace ?? metadata.name))).toEqual(new Set(['orders']));
    expect(new Set(theirs.all.map(({ metadata }) => metadata.namespace ?? metadata.name))).toEqual(new Set(['payments']));
  });

  it('is what the platform makes of it', () => {
    expect(yaml(payments, 'payments.k8s.yaml').yaml).toMatchSnapshot();
  });

  it('answers on the command line for both, with one as the context of the other', () => {
    const platform = ['--context', join(APPS, '../platform/istio-system.yaml')];
    const ask = (method: string, path: string, ...more: string[]) => run(
      'access', orders, '--from', 'orders/orders-v1', '--to', 'payments/payments-v1', '--port', '8080', '--method', method, '--path', path,
      ...platform, ...more,
    ).out;
    expect(ask('POST', '/charges', '--context', payments)).toMatch(/^ALLOW/);
    expect(ask('POST', '/refunds', '--context', payments)).toMatch(/^DENY/);
    expect(ask('POST', '/charges')).not.toMatch(/^ALLOW/);
  });

  it('finds what one team changes below the other', () => {
    const seen = (change: (kind: (kind: string) => any) => void = () => {}) => {
      const others = JSON.parse(JSON.stringify(yaml(payments, 'payments.k8s.yaml').all)) as any[];
      change(kind => others.find(one => one.kind === kind && one.metadata.name === 'payments'));
      const app = new App();
      declareOrders(app, { context: others });
      return refusal(app);
    };
    expect(seen()).toBe('');
    // What is stricter than was agreed, and what is deployed otherwise.
    expect(seen(of => { of('NetworkPolicy').spec.ingress = []; }))
      .toContain("[orders/orders] liveness: the declared call to 'orders/payments' does not come through");
    expect(seen(of => { of('Service').spec.ports[0].port = 80; }))
      .toContain("[orders/payments] contract 'payments-contract' says of 'payments' that it has port 8080, and Service payments/payments of the context has 80");
  });

  it("holds Acme's own rules", () => {
    const app = new App();
    const { ledger } = declarePayments(app);
    ledger.apiObject.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/image', 'docker.io/library/postgres:16'));
    expect(refusal(app)).toContain("[payments] Deployment 'ledger-v1' runs 'docker.io/library/postgres:16' in container 'ledger', which is not of registry.acme.example; push it there.");
    const open = new App();
    declarePayments(open).payments.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/*'));
    expect(refusal(open)).toContain('("what is internal stays in its pod")');
  });
});
