import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './_run';
import { authorization, networking, peerAuthentication, workload, world } from '../analysis/world';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graph-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/world.json'), JSON.stringify(world()));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dist = (): string => join(folder, 'dist');
const file = (name: string): string => join(folder, name);

describe('graph', () => {
  test.each([['html', /^<!DOCTYPE html>\n/], ['svg', /^<svg xmlns=/], ['mmd', /^flowchart LR\n/], ['dot', /^digraph mesh \{\n/], ['json', /^\{\n {2}"apiVersion": "v1"/]])('writes .%s', (ending, begins) => {
    expect(run('graph', dist(), '-o', file(`mesh.${ending}`))).toEqual({ code: 0, out: '', error: '' });
    expect(readFileSync(file(`mesh.${ending}`), 'utf8')).toMatch(begins);
  });
  test('writes the same bytes each time', () => {
    const once = (name: string): string => {
      run('graph', dist(), '-o', file(name));
      return readFileSync(file(name), 'utf8');
    };
    for (const ending of ['html', 'svg', 'mmd', 'dot', 'json']) { expect(once(`a.${ending}`)).toBe(once(`b.${ending}`)); }
  });
  test('writes to standard output by --format', () => {
    expect(run('graph', dist(), '--format', 'mmd').out).toMatch(/^flowchart LR\n/);
  });
  test('may lie beside the manifests, and is none of them', () => {
    run('graph', dist(), '-o', file('before.mmd'));
    expect(run('graph', dist(), '-o', join(dist(), 'mesh.json')).code).toBe(0);
    run('graph', dist(), '-o', file('after.mmd'));
    expect(readFileSync(file('after.mmd'), 'utf8')).toBe(readFileSync(file('before.mmd'), 'utf8'));
  });
  test.each([
    [[], 'graph needs -o FILE, or --format for standard output'],
    [['-o', 'x.png'], 'x.png: a graph is written as'],
    [['-o', 'mesh'], 'mesh: a graph is written as'],
    [['--format', 'constructor'], '--format must be'],
    [['-o', '/nowhere/at/all.mmd'], '/nowhere/at/all.mmd: there is no folder /nowhere/at'],
    [['--colour'], 'graph has no option --colour'],
  ])('says what is wrong with %j', (args, message) => {
    expect(run('graph', dist(), ...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) });
  });
  test('does not write over what it has read', () => {
    expect(run('graph', join(dist(), 'world.json'), '-o', join(dist(), 'world.json'))).toMatchObject({ code: 2, error: expect.stringContaining('not written over') });
  });
  test('needs manifests', () => {
    mkdirSync(file('empty'));
    expect(run('graph')).toMatchObject({ code: 2, error: expect.stringContaining('needs a folder') });
    expect(run('graph', file('empty'), '--format', 'dot')).toMatchObject({ code: 2, error: expect.stringContaining('there are no manifests') });
  });
  test('tells what could not be read, in the graph too', () => {
    writeFileSync(join(dist(), 'broken.json'), JSON.stringify(networking('VirtualService', 'pay/v', { hosts: 'pay' })));
    const { error, out } = run('graph', dist(), '--format', 'json');
    expect(error).toContain('warning: ');
    expect((JSON.parse(out) as { remarks: string[] }).remarks.join()).toContain('It could not be read: ');
  });
  test('shows findings at what they are of', () => {
    writeFileSync(join(dist(), 'wrong.json'), JSON.stringify([
      networking('Sidecar', 'pay/wrong', { egress: [{ hosts: ['nobody'] }] }), networking('Sidecar', 'empty/wrong', { egress: [{ hosts: ['nobody'] }] }),
    ]));
    const read = (...args: string[]): { namespaces: { name: string; findings: { object: string }[] }[]; remarks: string[] } =>
      JSON.parse(run('graph', dist(), '--format', 'json', ...args).out) as ReturnType<typeof read>;
    const { namespaces, remarks } = read();
    expect(namespaces.find(({ name }) => name === 'pay')?.findings.map(({ object }) => object)).toContain('Sidecar pay/wrong');
    expect(remarks.join()).toContain('Sidecar empty/wrong');
    expect(read('--no-findings').namespaces.flatMap(({ findings }) => findings)).toEqual([]);
    expect(run('graph', dist(), '--format', 'mmd').out).toMatch(/subgraph ns\d+\["namespace pay, findings? MESH\d+/);
  });
  test('shows findings by the release of Istio that is named', () => {
    writeFileSync(join(dist(), 'newer.json'), JSON.stringify(networking('DestinationRule', 'pay/newer', {
      host: 'api.pay.svc.cluster.local', trafficPolicy: { retryBudget: { budgetInterval: '10s' } },
    })));
    const drawn = (...args: string[]): string => run('graph', dist(), '--format', 'json', ...args).out;
    expect(drawn()).toContain('is known since Istio 1.31, and not to Istio 1.30');
    expect(drawn('--istio-version', '1.28')).toContain('is known since Istio 1.31, and not to Istio 1.28');
    expect(drawn('--istio-version', '1.31.1')).not.toContain('is known since');
    expect(run('graph', dist(), '--format', 'json', '--istio-version', '1.4')).toMatchObject({ code: 2, out: '' });
  });
  test('takes two folders of the same objects for two versions, and says so; others are parts of one mesh', () => {
    mkdirSync(file('old'));
    writeFileSync(join(file('old'), 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: world().filter(({ metadata }) => metadata.name !== 'batch') }));
    const { out, error } = run('graph', file('old'), dist(), '--no-findings', '--format', 'mmd');
    expect(out).toBe(run('graph', '--since', file('old'), dist(), '--no-findings', '--format', 'mmd').out);
    expect(out).toContain('["+ batch<br/>no proxy"]');
    expect(error).toContain('as by --since');
    mkdirSync(file('other'));
    writeFileSync(join(file('other'), 'all.json'), JSON.stringify(['more', 'of', 'it'].map(name => workload(`pay/${name}`))));
    expect(run('graph', file('other'), dist(), '--no-findings', '--format', 'mmd')).toMatchObject({ error: '', out: expect.not.stringContaining('["+ ') });
  });
  test('shows what is denied, and marks what nobody sends, where it is asked to', () => {
    writeFileSync(join(dist(), 'policies.json'), JSON.stringify([
      peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }),
      authorization('pay/no', { action: 'DENY', rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] }),
      authorization('shop/gone', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/pay/sa/gone'] } }] }] }),
    ]));
    const drawn = (...args: string[]): string => run('graph', dist(), '--no-findings', '--format', 'mmd', ...args).out;
    expect(drawn()).not.toMatch(/denied|nobody sends it/);
    expect(drawn('--denied')).toMatch(/-\.-x\|"denied#58; .*stopped by AuthorizationPolicy pay\/no/);
    expect(drawn('--unused')).toContain('nobody sends it');
    expect(run('graph', dist(), '--format', 'html', '--denied').out).toContain('"start":{"denied":true,"unused":false}');
  });
  test('reads how the mesh is set', () => {
    writeFileSync(file('mesh.yaml'), 'trustDomain: example.org\n');
    writeFileSync(join(dist(), 'policy.json'), JSON.stringify([
      peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }), authorization('pay/p', { rules: [{ from: [{ source: { principals: ['example.org/ns/shop/sa/web'] } }] }] }),
    ]));
    const edges = (...args: string[]): string[] => (JSON.parse(run('graph', dist(), '--format', 'json', ...args).out) as { edges: { from: string; to: string }[] }).edges
      .filter(({ to }) => to === 'workload/pay/api').map(({ from }) => from);
    expect(edges('--mesh-config', file('mesh.yaml'))).toContain('workload/shop/web');
    expect(edges()).not.toContain('workload/shop/web');
    expect(run('graph', dist(), '--format', 'json', '--mesh-config', file('no.yaml'))).toMatchObject({ code: 2 });
  });
  test('draws what is other than in an older version', () => {
    mkdirSync(file('old'));
    writeFileSync(join(file('old'), 'world.json'), JSON.stringify(world().filter(({ metadata }) => metadata.name !== 'batch')));
    const drawn = ['--no-findings', '--format', 'mmd'];
    expect(run('graph', '--since', file('old'), dist(), ...drawn).out).toContain('["+ batch<br/>no proxy"]');
    expect(run('graph', '--since', dist(), file('old'), ...drawn).out).toContain('["- batch<br/>no proxy"]');
    expect(run('graph', '--since', dist(), dist(), ...drawn).out).not.toMatch(/"[+-] /);
    expect(run('graph', '--since', file('nowhere'), dist(), ...drawn)).toMatchObject({ code: 2, error: expect.stringContaining('no such file') });
  });
  test('warns where Mermaid would refuse', () => {
    const many = Array.from({ length: 700 }, (_, i) => networking('ServiceEntry', `shop/e${i}`, { hosts: [`host-${i}.example`], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] }));
    writeFileSync(join(dist(), 'many.json'), JSON.stringify(many));
    const { error } = run('graph', dist(), '--format', 'mmd');
    expect(error).toContain('Mermaid draws no more than 500 edges');
    expect(error).toContain('Mermaid reads no more than 50000 characters');
  });
});
