import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from './_run';
import { run as runCommand } from './_run';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'check-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a command line prints, whatever the folder is called. */
function run(...args: string[]): Result {
  const { code, out, error } = runCommand(...args);
  return { code, out: out.split(folder).join('DIR'), error: error.split(folder).join('DIR') };
}

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 9080 }]
`;

function route(weight: number, name = 'reviews', annotations = ''): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
  namespace: shop${annotations === '' ? '' : `\n  annotations:\n    ${annotations}`}
spec:
  hosts: [${name}.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local }
          weight: ${weight}
`;
}

const CODE = 'MESH0440';

/** Only this rule is meant here: whatever else is found in these manifests is not. */
function codes(out: string): string[] {
  return (JSON.parse(out) as { findings: { code: string }[] }).findings.map(({ code }) => code);
}

describe('check', () => {
  test('tells file, line, object, path, what is wrong and what to do', () => {
    write('service.yaml', SERVICE);
    write('mesh.yaml', `# a comment\n---\n${route(80)}`);
    const { out, code } = run('check', folder);
    expect(code).toBe(0);
    expect(out).toContain(`DIR/mesh.yaml:13: warning ${CODE} (KIA1104): the only destination has weight 80 and gets everything
  VirtualService shop/reviews, spec.http[0].route[0].weight
      13 |           weight: 80
  fix: Leave the weight out, or name the destination that gets the rest.`);
    expect(out).toMatch(/\n2 objects: 0 errors, 1 warning, 0 infos$/);
  });

  test('exits with 1 where something is as grave as --fail-on', () => {
    write('mesh.yaml', `${SERVICE}---\n${route(80)}`);
    expect(run('check', folder).code).toBe(0);
    expect(run('check', folder, '--fail-on', 'warning').code).toBe(1);
    expect(run('check', folder, '--fail-on', 'info').code).toBe(1);
  });

  test('puts repeats together, and counts all of them', () => {
    write('mesh.yaml', [SERVICE, ...[1, 2, 3, 4, 5].map(i => route(80 + i, `r${i}`))].join('---\n'));
    const { out } = run('check', folder, '--format', 'text');
    expect(out.split(`warning ${CODE}`)).toHaveLength(4);
    expect(out).toMatch(/and 2 more like it: DIR\/mesh.yaml:\d+, DIR\/mesh.yaml:\d+/);
    expect(codes(run('check', folder, '--format', 'json').out).filter(code => code === CODE)).toHaveLength(5);
  });

  test('tells programs everything, in the documented form', () => {
    write('mesh.yaml', `${SERVICE}---\n${route(80)}`);
    const json = JSON.parse(run('check', folder, '--format', 'json').out) as { findings: object[]; summary: object };
    expect(json.findings).toContainEqual({
      code: CODE,
      aliases: ['KIA1104'],
      severity: 'warning',
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
      path: 'spec.http[0].route[0].weight',
      message: 'the only destination has weight 80 and gets everything',
      fix: 'Leave the weight out, or name the destination that gets the rest.',
      file: 'DIR/mesh.yaml',
      line: 18,
    });
    expect(json.summary).toEqual({ objects: 2, errors: 0, warnings: 1, infos: 0, acknowledged: 0, unread: 0 });
  });

  test('finds lines in JSON and in lists', () => {
    write('list.yaml', `apiVersion: v1\nkind: List\nitems:\n${[SERVICE, route(80)].map(text => `  - ${text.trim().split('\n').join('\n    ')}`).join('\n')}\n`);
    write('one.json', JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'one', namespace: 'shop' }, spec: { hosts: ['one.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local' }, weight: 7 }] }] } }, undefined, 1));
    const lines = run('check', folder).out.split('\n').filter(line => /\|.*weight/.test(line));
    expect(lines.map(line => line.replace(/\s+/g, ' ').trim())).toEqual(['20 | weight: 80', expect.stringMatching(/^\d+ \| "weight": 7$/)]);
  });

  test('prints what code scanning reads', () => {
    write('mesh.yaml', `${SERVICE}---\n${route(80, 'reviews', `cdk8s-istio/acknowledge: '${CODE}: it is going to be shifted'`)}`);
    const sarif = JSON.parse(run('check', folder, '--format', 'sarif').out) as { runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; suppressions?: object[] }[] }[] };
    expect(sarif.runs[0].tool.driver.rules.map(({ id }) => id)).toContain(CODE);
    expect(sarif.runs[0].results.find(({ ruleId }) => ruleId === CODE)?.suppressions).toEqual([{ kind: 'inSource', justification: 'it is going to be shifted' }]);
  });

  test('prints a table for pull requests', () => {
    write('mesh.yaml', `${SERVICE}---\n${route(80)}`);
    expect(run('check', folder, '--format', 'markdown').out).toContain(`| warning | ${CODE}, KIA1104 | VirtualService shop/reviews spec.http\\[0\\].route\\[0\\].weight (DIR/mesh.yaml:18) | `);
  });

  describe('lets pass', () => {
    test.each([
      ['what is acknowledged with a reason', `cdk8s-istio/acknowledge: '${CODE}: why'`],
      ['what Kiali is told to ignore', "kiali.io/ignore-validations: 'KIA1104'"],
      ['everything of Kiali, if it is told so', "kiali.io/ignore-validations: ''"],
    ])('%s', (_, annotation) => {
      write('mesh.yaml', `${SERVICE}---\n${route(80, 'reviews', annotation)}`);
      const json = JSON.parse(run('check', folder, '--format', 'json', '--fail-on', 'warning').out) as { findings: { code: string }[]; acknowledged: { code: string }[] };
      expect(json.findings.map(({ code }) => code)).not.toContain(CODE);
      expect(json.acknowledged.map(({ code }) => code)).toContain(CODE);
    });

    test('a code that is ignored, by any of its names', () => {
      write('mesh.yaml', `${SERVICE}---\n${route(80)}`);
      expect(codes(run('check', folder, '--format', 'json', '--ignore', CODE).out)).toEqual([]);
      expect(codes(run('check', folder, '--format', 'json', '--ignore', 'KIA1104').out)).toEqual([]);
    });

    test('but not what is acknowledged without a reason, nor what Istio is told of other codes', () => {
      write('mesh.yaml', `${SERVICE}---\n${route(80, 'reviews', `cdk8s-istio/acknowledge: '${CODE}'`)}---\n${route(80, 'other', "galley.istio.io/analyze-suppress: '*'")}`);
      expect(codes(run('check', folder, '--format', 'json').out).filter(code => code === CODE)).toHaveLength(2);
    });
  });

  test('believes the context, and does not check it', () => {
    const others = join(folder, 'others');
    mkdirSync(others);
    writeFileSync(join(others, 'mesh.yaml'), route(80));
    const file = write('service.yaml', SERVICE);
    expect(codes(run('check', file, '--context', others, '--format', 'json').out)).toEqual([]);
  });

  describe('understands how the mesh is set', () => {
    test.each([
      ['a MeshConfig', 'trustDomain: acme\n'],
      ['the ConfigMap of istiod, whatever its namespace', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio, namespace: mesh }\ndata:\n  mesh: "trustDomain: acme"\n'],
      ['an IstioOperator', 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { meshConfig: { trustDomain: acme } }\n'],
    ])('from %s', (_, text) => {
      const config = write('mesh-config', text);
      const file = write('service.yaml', SERVICE);
      expect(run('check', file, '--mesh-config', config)).toMatchObject({ code: 0, error: '' });
    });
  });

  it('is for the release of Istio that is named, of which a patch release is one', () => {
    const policy = write('policy.yaml', `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders, namespace: shop}
spec: {action: DENY, rules: [{from: [{source: {trustDomains: [other]}}]}]}
`);
    for (const version of ['1.29', '1.29.3']) {
      expect(run('check', policy, '--istio-version', version).out).toContain("the field 'trustDomains' is known since Istio 1.30, and not to Istio 1.29");
    }
    for (const args of [[], ['--istio-version', '1.31.0']]) { expect(run('check', policy, ...args).out).not.toContain('known since'); }
  });

  describe('exits with 2, with a sentence, on', () => {
    test.each([
      ['no folder', [], 'check needs a folder or file of manifests, or - for standard input'],
      ['an unknown format', ['DIR', '--format', 'xml'], '--format must be text, json, sarif or markdown, not xml'],
      ['an unknown severity', ['DIR', '--fail-on', 'fatal'], '--fail-on must be error, warning or info, not fatal'],
      ['an unknown code', ['DIR', '--ignore', 'MESH9999'], '--ignore: there is no rule MESH9999; docs/rules.md has all of them'],
      ['an unknown version', ['DIR', '--istio-version', '1.4'], '--istio-version must be 1.28, 1.29, 1.30 or 1.31, not 1.4'],
      ['a mesh config that is none', ['DIR', '--mesh-config', 'DIR/service.yaml'], 'DIR/service.yaml: this is no mesh config; give a MeshConfig, the ConfigMap istio, or an IstioOperator'],
      ['a folder without manifests', ['DIR/empty'], 'DIR/empty: there are no manifests, that is no objects in files that end with .yaml, .yml or .json'],
      ['text that is not YAML', ['DIR/broken.yml'], expect.stringMatching(/^DIR\/broken.yml:\d+: this is not YAML/)],
    ])('%s', (_, args, message) => {
      write('service.yaml', SERVICE);
      mkdirSync(join(folder, 'empty'));
      if (String(args[0]).endsWith('broken.yml')) { write('broken.yml', 'a: [\n'); }
      expect(run('check', ...args.map(arg => arg.replace('DIR', folder)))).toMatchObject({ code: 2, out: '', error: message });
    });
  });
});
