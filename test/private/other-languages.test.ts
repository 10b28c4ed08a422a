import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { Access, Callees, Callers, HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace } from '../../src';

// How jsii calls for Python, Java, Go and .NET: what an object itself has is passed by, and what a class there overrides is
// set on the object for good.
function invoke<T>(object: object, method: string): T {
  return (object.constructor.prototype as { [name: string]: () => T })[method].call(object);
}

function override(object: object, method: string, value: (parent: () => unknown) => unknown): void {
  Object.defineProperty(object, method, { configurable: false, writable: false, value: () => value(() => invoke(object, method)) });
}

const { JSII_AGENT } = process.env;
beforeEach(() => { process.env.JSII_AGENT = 'Python/3.11.7'; });
afterEach(() => { JSII_AGENT === undefined ? delete process.env.JSII_AGENT : Object.assign(process.env, { JSII_AGENT }); });

const outdir = mkdtempSync(join(tmpdir(), 'languages-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const written = (name: string) => readFileSync(join(outdir, name, 'shop.k8s.yaml'), 'utf8');

function shop(name: string, prepare: (app: App) => void = () => undefined): App {
  const app = new App({ outdir: join(outdir, name) });
  prepare(app);
  declare(app);
  return app;
}

function declare(app: Construct): void {
  const shop_ = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(shop_, 'web', { image: 'shop/web:1', port: 8080 });
  const cart = new LeastPrivilegeWorkload(shop_, 'cart', { image: 'shop/cart:1', port: 8080 });
  web.calls.to(cart, HttpCall.get('/cart'));
}

test('a synth that another language asks for is the whole of it: files and the report of the proof', () => {
  delete process.env.JSII_AGENT;
  shop('here').synth();
  process.env.JSII_AGENT = 'Python/3.11.7';
  invoke(shop('there'), 'synth');

  expect(written('there')).toEqual(written('here'));
  expect(readFileSync(join(outdir, 'there/mesh/proof.json'), 'utf8')).toEqual(readFileSync(join(outdir, 'here/mesh/proof.json'), 'utf8'));
});

test('a synth that another language asks for validates and renders once', () => {
  const app = shop('once');
  let validations = 0;
  new SecureNamespace(app, 'second').node.addValidation({ validate: () => { validations++; return []; } });
  const object = new ApiObject(app.node.findChild('shop') as SecureNamespace, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'object' } });
  let renderings = 0;
  const { toJson } = object;
  Object.defineProperty(object, 'toJson', { configurable: true, value: () => { renderings++; return toJson.call(object); } });

  invoke(app, 'synth');

  expect(renderings).toBe(1);
  expect(validations).toBe(1);
});

test('synthYaml gives the same from another language', () => {
  expect(invoke(shop('yaml'), 'synthYaml')).toEqual(shop('yaml').synthYaml());
});

test('an app whose class overrides synth in another language', () => {
  let asked = 0;
  const app = shop('overridden', app_ => override(app_, 'synth', parent => { asked++; return parent(); }));

  app.synth();

  expect(asked).toBe(1);
  expect(existsSync(join(outdir, 'overridden/mesh/proof.json'))).toBe(true);
});

test('an object whose class overrides toJson in another language keeps what it adds, and our patches', () => {
  const app = shop('objects');
  const object = new ApiObject(app.node.findChild('shop') as SecureNamespace, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'object' } });
  override(object, 'toJson', parent => ({ ...parent() as object, data: { a: '1' } }));
  object.addJsonPatch(JsonPatch.add('/immutable', true));

  expect(object.toJson()).toEqual(expect.objectContaining({ data: { a: '1' } }));
  app.synth();

  expect(written('objects')).toContain('immutable: true');
  expect(written('objects')).toContain('a: "1"');
});

test('an object that another language renders by itself is what will be written', () => {
  const app = shop('one');
  const web = app.node.findChild('shop').node.findChild('web') as LeastPrivilegeWorkload;
  const deployment = ApiObject.of(web.deployment);
  deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/unheardOf', 1));

  const manifest = JSON.stringify(invoke(deployment, 'toJson'));

  expect(manifest).toContain('"unheardOf":1');
  expect(manifest).toContain('"drop":["ALL"]');
  expect(manifest).toEqual(JSON.stringify(deployment.toJson()));
});

test('an app stays of its class, by name too', () => {
  class Acme extends App {}
  const app = new Acme({ outdir: join(outdir, 'acme') });
  Mesh.of(app);
  declare(app);

  expect(app).toBeInstanceOf(Acme);
  expect(app.constructor.name).toBe('Acme');
  app.synth();
  expect(written('acme')).toContain('kind: AuthorizationPolicy');
});

test('two apps of one class keep to themselves', () => {
  const first = shop('first');
  const second = shop('second', app => new ApiObject(new SecureNamespace(app, 'other'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'object' } }));

  invoke(second, 'synth');
  invoke(first, 'synth');

  expect(existsSync(join(outdir, 'second/other.k8s.yaml'))).toBe(true);
  expect(existsSync(join(outdir, 'first/other.k8s.yaml'))).toBe(false);
});

test('a guard rail that another language declares names no place: that language\'s code does not stand on the stack', () => {
  const refusal = () => {
    const app = shop('guarded');
    Mesh.of(app).never(Access.of({ from: Callers.everyone(), to: Callees.everything() }), { reason: 'nothing may call' });
    try {
      app.synth();
      return 'nothing was refused';
    } catch (error) {
      return (error as Error).message;
    }
  };

  expect(refusal()).toContain('never() ("nothing may call")');
  delete process.env.JSII_AGENT;
  expect(refusal()).toMatch(/never\(\) at .*other-languages\.test\.ts:\d+ \("nothing may call"\)/);
});
