import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './_run';
import { readable } from '../../src/cli/input-error';
import { readManifests } from '../../src/cli/load-manifests';
import { manifestFiles } from '../../src/cli/manifest-files';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'load-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b }\nspec: { selector: { app: a }, ports: [{ name: http, port: 80 }] }\n';

describe('a folder that holds more than manifests', () => {
  test.each<[string, string, string]>([
    ["Helm's values", 'values.yaml', 'image: a\nreplicas: 2\nservice: { port: 80 }\n'],
    ["Helm's Chart.yaml", 'Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'],
    ['an OpenAPI description', 'swagger.yaml', "openapi: 3.0.0\ninfo: { title: a, version: '1' }\npaths: {}\n"],
    ['a workflow of CI', 'ci.yml', 'on: push\njobs: { a: { runs-on: x, steps: [{ run: "echo ${{ secrets.A }}" }] } }\n'],
    ['services of Docker', 'docker-compose.yaml', 'services: { web: { image: a } }\n'],
    ['package.json', 'package.json', '{ "name": "a", "version": "1.0.0" }'],
    ['settings with comments', 'tsconfig.json', '{\n  // as strict as can be\n  "compilerOptions": { "strict": true },\n}'],
    ['a list of strings', 'list.yaml', '- a\n- b\n'],
    ['text', 'text.yaml', 'just text'],
  ])('is read without %s, and the file is named', (_, name, content) => {
    write('a.yaml', SERVICE);
    const file = write(name, content);
    expect(readManifests([folder])).toMatchObject({ manifests: [{}], others: [file], problems: [] });
    expect(run('check', folder)).toMatchObject({ code: 0, error: `warning: passed over, since no object of Kubernetes is in it: ${file}` });
    expect(run('check', folder, '--exclude', name)).toMatchObject({ code: 0, error: '' });
    // Who names it, means it.
    expect(run('check', file)).toMatchObject({ code: 2, out: '' });
  });

  test.each<[string, string, RegExp]>([
    ['an object without kind', 'apiVersion: v1\nmetadata: { name: a }\n', /x\.yaml:1: this object has no kind/],
    ['a kind in capitals', 'Kind: Service\napiVersion: v1\n', /x\.yaml:1: this object has no kind/],
    ['a kind that is none', 'kind: [Service]\n', /x\.yaml:1: this object has no kind/],
    ['a second document without kind', `${SERVICE}---\nreplicas: 2\n`, /x\.yaml:6: this object has no kind/],
    ['a list with an item without kind', 'kind: List\nitems: [{ metadata: { name: a } }]\n', /x\.yaml:2: this object has no kind/],
    ['a manifest that is cut off', 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namesp', /x\.yaml:3: this is not YAML/],
    ['a template of Helm', 'apiVersion: v1\nkind: Service\n{{- if .Values.a }}\nmetadata: {}\n{{- end }}\n', /x\.yaml:3: this is a template, with \{\{ or \{% where YAML has values/],
    ['a template that includes another', '{{ include "common.deployment" . }}\n', /x\.yaml:1: this is a template/],
    ['a template that is YAML by chance', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n', /x\.yaml:4: this is a template/],
    ['a kind that is to be filled in', 'apiVersion: v1\nkind: {{ .Values.kind }}\n', /x\.yaml:2: this is a template/],
    ['a template of Jinja', 'kind: Service\n{% if a %}\nmetadata: {}\n{% endif %}\n', /x\.yaml:2: this is a template/],
  ])('is not read without %s: it may be a manifest', (_, content, problem) => {
    write('a.yaml', SERVICE);
    write('x.yaml', content);
    const { manifests, others, problems } = readManifests([folder]);
    expect([manifests.length, others, problems]).toEqual([1, [], [expect.stringMatching(problem)]]);
    // What is worth something even of a part, is told; what is not, is not.
    const partly = run('check', folder);
    expect(partly).toMatchObject({ code: 2, out: expect.stringContaining('1 object: ') });
    expect(partly.error).toMatch(problem);
    expect(partly.error).toContain('error: the answer is without what cannot be read');
    expect(partly.out).toContain('; 1 could not be read and is not checked');
    for (const format of ['json', 'sarif', 'markdown']) { expect(run('check', folder, '--format', format)).toMatchObject({ code: 2, out: expect.stringMatching(/x\.yaml:\d/) }); }
    for (const format of ['text', 'json', 'markdown']) {
      expect(run('access', folder, '--format', format)).toMatchObject({ code: 2, out: expect.stringMatching(/It could not be read: .*x\.yaml:\d/) });
    }
    expect(run('graph', folder, '--format', 'json')).toMatchObject({ code: 2, out: expect.stringMatching(/^\{[^]*It could not be read: .*x\.yaml:\d/) });
    for (const args of [['diff', folder, folder], ['mtls', folder], ['access', folder, '--from', 'a/b', '--to', 'a/b', '--port', '1']]) {
      const { code, out, error } = run(...args);
      expect([code, out, error]).toEqual([2, '', expect.stringMatching(problem)]);
    }
    expect(run('check', folder, '--exclude', 'x.yaml')).toMatchObject({ code: 0, error: '' });
  });

  test('is read without applying what Kustomize would, which is told', () => {
    write('a.yaml', SERVICE);
    const file = write('overlay/kustomization.yaml', 'resources: [../a.yaml]\n');
    expect(run('check', folder)).toMatchObject({
      code: 0, error: `warning: ${file} is not applied; give what is made of it, such as: kubectl kustomize ${dirname(file)} | cdk8s-istio check -`,
    });
    expect(run('check', folder, '--exclude', 'overlay')).toMatchObject({ code: 0, error: '' });
  });

  describe('is read with what somebody hides in it', () => {
    const OPEN = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'open', namespace: 'b' }, spec: { rules: [{}] } };
    const REPORT = '{\n  "apiVersion": "v1",\n  "kind": "List",\n  "items": [],\n  "version": 1';
    test.each<[string, string, string]>([
      ['that begins as our reports, and has other items later', 'x.json', `${REPORT},\n  "items": [${JSON.stringify(OPEN)}]\n}`],
      ['that begins as our reports, and is of another kind later', 'mesh/access.json', `${REPORT},\n${JSON.stringify(OPEN).slice(1)}`],
      ['in a hidden file', '.x.yaml', JSON.stringify(OPEN)],
      ["in a file of cdk8s' name", 'cdk8s.yaml', JSON.stringify(OPEN)],
      ["in another file of cdk8s' name", 'construct-metadata.json', JSON.stringify(OPEN)],
      ["in a file of Kustomize's name", 'kustomization.yaml', JSON.stringify(OPEN)],
    ])('%s', (_, name, content) => {
      write('new/a.yaml', SERVICE);
      write(join('new', name), content);
      const { manifests, kustomizations, problems } = readManifests([join(folder, 'new')]);
      expect(JSON.stringify(manifests)).toContain('"rules":[{}]');
      expect([kustomizations, problems]).toEqual([[], []]);
    });
    test.each<[string, string, string]>([
      ['after the end of a report', 'x.json', `${REPORT}\n}\n${JSON.stringify(OPEN)}`],
      ['in escapes, where there is a mistake', 'x.yaml', '"\\x6bind": AuthorizationPolicy\n"\\x61piVersion": security.istio.io/v1\nmetadata: { name: a }\nspec: {}\nspec: { rules: [{}] }\n'],
      ['by aliases, where there is a mistake', 'x.yaml', 'a: &k kind\n*k : AuthorizationPolicy\nspec: {}\nspec: {}\n'],
    ])('%s, is an error', (_, name, content) => {
      write('a.yaml', SERVICE);
      write(name, content);
      expect(readManifests([folder])).toMatchObject({ manifests: [{}], others: [], problems: [expect.stringContaining(name)] });
      expect(run('diff', folder, folder)).toMatchObject({ code: 2, out: '' });
    });
    test('and our reports are passed over', () => {
      write('a.yaml', SERVICE);
      write('mesh/access.json', `${REPORT},\n  "rows": [{ "kind": "a" }]\n}\n`);
      expect(readManifests([folder])).toMatchObject({ manifests: [{}], others: [], problems: [] });
    });
  });

  test('is read with texts that have braces in them', () => {
    write('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata:\n  t: |\n    {{ range . }}\n    {{ end }}\n  u: "{{ .x }}"\n  v: a {{ b }}\n');
    expect(readManifests([folder])).toMatchObject({ manifests: [{ object: { data: { t: '{{ range . }}\n{{ end }}\n', u: '{{ .x }}', v: 'a {{ b }}' } } }], others: [], problems: [] });
  });

  test('tells all that is wrong at once', () => {
    write('a.yaml', 'metadata: {}\n---\nmetadata: {}\n');
    write('b.yaml', '{{ a }}');
    expect(run('diff', folder, folder).error.split('\n')).toHaveLength(3);
    expect(run('check', folder)).toMatchObject({ code: 2, out: '' });
  });

  test('names ten files, and counts the rest', () => {
    write('a.yaml', SERVICE);
    for (let i = 0; i < 12; i++) { write(`values-${String(i).padStart(2, '0')}.yaml`, 'a: 1'); }
    expect(run('check', folder).error).toMatch(/values-09\.yaml and 2 more$/);
  });
});

describe('--exclude', () => {
  test.each<[string[], string[]]>([
    [[], ['a.yaml', 'charts/a.tpl.yaml', 'charts/x/b.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
    [['charts'], ['a.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
    [['charts/'], ['a.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
    [['*.tpl.yaml'], ['a.yaml', 'charts/x/b.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
    [['deploy/values/**', '?.yaml'], ['charts/a.tpl.yaml']],
    [['**/x/*.yaml'], ['a.yaml', 'charts/a.tpl.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
    [['./deploy/*.yaml'], ['a.yaml', 'charts/a.tpl.yaml', 'charts/x/b.yaml', 'deploy/values/c.json']],
    [['a+yaml', 'a.yam', '[ad].yaml'], ['a.yaml', 'charts/a.tpl.yaml', 'charts/x/b.yaml', 'deploy/values/c.json', 'deploy/x.yaml']],
  ])('%j leaves %j', (exclude, left) => {
    for (const name of ['a.yaml', 'charts/a.tpl.yaml', 'charts/x/b.yaml', 'deploy/values/c.json', 'deploy/x.yaml']) { write(name, SERVICE); }
    expect(manifestFiles([folder], exclude).map(({ file }) => file)).toEqual(left.map(name => join(folder, name)));
  });
  test('of everything is an error, as of nothing', () => {
    write('a.yaml', SERVICE);
    expect(run('check', folder, '--exclude', '*')).toMatchObject({ code: 2, error: expect.stringContaining('there are no manifests') });
    expect(run('check', folder, '--exclude', '/')).toMatchObject({ code: 2, error: expect.stringContaining("--exclude '/' means no file") });
  });
  test('does not leave out what is named', () => {
    const file = write('a.yaml', SERVICE);
    expect(run('check', file, '--exclude', '*.yaml').code).toBe(0);
  });
});

describe('files that cannot be read', () => {
  const failing = (code: string) => () => readable('a/b', () => { throw Object.assign(new Error('x'), { code }); });
  test.each([
    ['EACCES', 'a/b: you may not read this (EACCES)'],
    ['ENOENT', 'a/b: this is there no longer (ENOENT)'],
    ['EIO', 'a/b: this cannot be read (EIO)'],
  ])('for %s are named with the reason', (code, message) => expect(failing(code)).toThrow(message));

  // To root nothing is forbidden.
  (process.getuid?.() === 0 ? test.skip : test)('are told beside those that can', () => {
    write('a.yaml', SERVICE);
    chmodSync(write('b.yaml', SERVICE), 0);
    expect(run('check', folder)).toMatchObject({ code: 2, error: expect.stringContaining('b.yaml: you may not read this (EACCES)') });
  });
  test('may be pipes that have a name', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('cp', [write('a.yaml', SERVICE.replace('ports', 'prots')), pipe], { stdio: 'ignore' });
    // It is read again for the line of what is found, and says nothing twice.
    expect(run('check', pipe)).toMatchObject({ code: 1, out: expect.stringContaining(`${pipe}:4: error`) });
  });
  test('because a link leads nowhere, are passed over; one that leads up is followed once', () => {
    write('a.yaml', SERVICE);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.yaml'));
    symlinkSync(folder, join(folder, 'up'));
    expect(manifestFiles([folder]).map(({ file }) => file)).toEqual([join(folder, 'a.yaml')]);
  });
});
