import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { parse } from 'yaml';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

const ROOT = resolve(__dirname, '../..');
const ACTION = join(ROOT, '.github/actions/access-diff');
const action = parse(readFileSync(join(ACTION, 'action.yml'), 'utf8'));
const TEMPORARY = mkdtempSync(join(tmpdir(), 'action-'));
afterAll(() => rmSync(TEMPORARY, { recursive: true }));

/** Manifests in which web may ask cart for some paths. */
function written(folder: string, ...paths: string[]): string {
  const outdir = join(TEMPORARY, folder);
  const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_CHART });
  const shop = new SecureNamespace(app, 'shop');
  const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
  new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get(...paths));
  app.synth();
  return outdir;
}

const narrow = written('narrow', '/cart/items');
const wide = written('wide', '/cart/items', '/admin');
let runs = 0;

/** Runs a step as GitHub would. */
function compare(more: { [name: string]: string }) {
  const place = join(TEMPORARY, `run ${runs++}`);
  mkdirSync(place);
  const files = { GITHUB_OUTPUT: join(place, 'output'), GITHUB_STEP_SUMMARY: join(place, 'summary') };
  Object.values(files).forEach(file => writeFileSync(file, ''));
  let code = 0;
  let stdout = '';
  try {
    stdout = execFileSync('bash', ['-c', step('diff').run], {
      cwd: TEMPORARY,
      env: {
        PATH: process.env.PATH,
        RUNNER_TEMP: place,
        ACTION_PATH: ACTION,
        ACCESS_OLD: narrow,
        ACCESS_NEW: wide,
        ACCESS_ALLOW: '',
        ACCESS_CONTEXT: '',
        ACCESS_COMMAND: `node ${join(ROOT, 'bin/cdk8s-istio')}`,
        ACCESS_TITLE: 'Access difference',
        ...files,
        ...more,
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    ({ status: code, stdout } = error as { status: number; stdout: string });
  }
  const output = Object.fromEntries(readFileSync(files.GITHUB_OUTPUT, 'utf8').trim().split('\n').map(line => line.split(/=(.*)/).slice(0, 2)));
  return { code, stdout, output, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

function step(id: string): { run: string; env: { [name: string]: string } } {
  return action.runs.steps.find((one: any) => one.id === id || one.name.startsWith(id));
}

describe('The action', () => {
  it('is a composite one, whose steps get what they need by their environment: nothing of a pull request is put into a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
    const inputs = Object.values<string>(Object.assign({}, ...action.runs.steps.map((one: any) => ({ ...one.env, if: one.if ?? '' }))))
      .join(' ').match(/inputs\.[a-z-]+/g);
    expect(inputs?.every(name => name.slice('inputs.'.length) in action.inputs)).toBe(true);
    expect(Object.keys(action.inputs).filter(name => !JSON.stringify(action.runs).includes(`inputs.${name} `) && !JSON.stringify(action.runs).includes(`inputs.${name}}`))).toEqual([]);
  });

  it('says that there is new access, and which', () => {
    const { code, output, summary } = compare({});
    expect(code).toBe(0);
    expect(output['new-access']).toBe('true');
    const report = readFileSync(output.report, 'utf8');
    expect(report).toMatch(/^<!-- cdk8s-istio: Access difference -->\n## Access difference\n\n/);
    expect(report).toContain('/admin');
    expect(summary).toBe(report);
  });

  it('says that there is none', () => {
    expect(compare({ ACCESS_NEW: narrow }).output['new-access']).toBe('false');
    expect(compare({ ACCESS_OLD: wide, ACCESS_NEW: narrow }).output['new-access']).toBe('false');
  });

  it('lets pass what a file allows, and reads what others own', () => {
    const allow = join(TEMPORARY, 'allow access.yaml');
    writeFileSync(allow, `version: 1
allow:
  - { client: shop/web-v1, callee: shop/cart-v1, port: 8080, methods: [GET], paths: [/admin], reason: the new page }
`);
    const context = join(TEMPORARY, 'context');
    mkdirSync(context);
    writeFileSync(join(context, 'x.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: bank }\n');
    expect(compare({ ACCESS_ALLOW: allow, ACCESS_CONTEXT: `${context}\n\n` }).output['new-access']).toBe('false');
  });

  it('fails where the manifests cannot be compared', () => {
    const { code, stdout, output } = compare({ ACCESS_OLD: 'nowhere' });
    expect(code).toBe(2);
    expect(stdout).toContain('::error::The manifests could not be compared (exit code 2).');
    expect(output['new-access']).toBeUndefined();
  });
});

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

/** Comments on pull request 7, as GitHub keeps them; the token is that of a workflow run, or somebody's. */
async function comment(report: string, comments: Comment[], { login, status }: { login?: string; status?: number } = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const answer = (code: number, body: unknown) => response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    let text = '';
    request.on('data', data => { text += data; }).on('end', () => {
      asked.push(`${request.method} ${pathname}`);
      if (request.headers.authorization !== 'Bearer secret') { return answer(401, {}); }
      if (pathname === '/user') { return login === undefined ? answer(403, {}) : answer(200, { login }); }
      if (status !== undefined && request.method !== 'GET') { return answer(status, { message: 'Resource not accessible by integration' }); }
      if (request.method === 'GET' && pathname === '/repos/acme/shop/issues/7/comments') {
        const page = Number(searchParams.get('page'));
        return answer(200, comments.slice((page - 1) * 100, page * 100));
      }
      const { body } = JSON.parse(text);
      const [, id] = /^\/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(pathname) ?? [];
      if (request.method === 'PATCH' && id !== undefined) {
        comments.find(one => String(one.id) === id)!.body = body;
        return answer(200, {});
      }
      comments.push({ id: comments.length + 1, body, user: { login: login ?? 'github-actions[bot]', type: login === undefined ? 'Bot' : 'User' } });
      return answer(201, {});
    });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const file = join(TEMPORARY, 'report.md');
  writeFileSync(file, report);
  const env = {
    PATH: process.env.PATH,
    ACTION_PATH: ACTION,
    ACCESS_REPORT: file,
    GH_TOKEN: 'secret',
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'acme/shop',
    PULL_REQUEST: '7',
  };
  const stdout = await new Promise<string>((done, fail) => {
    execFile('bash', ['-c', step('Comment').run], { env }, (error, out) => (error ? fail(error) : done(out)));
  });
  await new Promise(closed => server.close(closed));
  return { asked, stdout, bodies: comments.map(({ body }) => body) };
}

describe('The comment', () => {
  const mark = '<!-- cdk8s-istio: Access difference -->';
  const bot = { login: 'github-actions[bot]', type: 'Bot' };
  const somebody = { login: 'mallory', type: 'User' };

  it('is written once, and then replaced', async () => {
    const comments: Comment[] = [{ id: 1, body: 'Nice.', user: somebody }];
    expect((await comment(`${mark}\nfirst`, comments)).bodies).toEqual(['Nice.', `${mark}\nfirst`]);
    expect((await comment(`${mark}\nsecond`, comments)).bodies).toEqual(['Nice.', `${mark}\nsecond`]);
    expect((await comment(`${mark}\nsecond`, comments)).asked).not.toContain('PATCH /repos/acme/shop/issues/comments/2');
  });

  it('is found behind many others', async () => {
    const comments = [...Array(250).keys()].map((i): Comment => ({ id: i + 1, body: i === 230 ? `${mark}\nold` : 'x', user: bot }));
    expect((await comment(`${mark}\nnew`, comments)).bodies[230]).toBe(`${mark}\nnew`);
    expect(comments).toHaveLength(250);
  });

  it('is one for each title', async () => {
    const { bodies } = await comment('<!-- cdk8s-istio: Other -->\nx', [{ id: 1, body: `${mark}\ny`, user: bot }]);
    expect(bodies).toEqual([`${mark}\ny`, '<!-- cdk8s-istio: Other -->\nx']);
  });

  it('is never somebody else\'s, who could change what it says', async () => {
    expect((await comment(`${mark}\nreal`, [{ id: 1, body: `${mark}\nnothing new`, user: somebody }])).bodies)
      .toEqual([`${mark}\nnothing new`, `${mark}\nreal`]);
    expect((await comment(`${mark}\nreal`, [{ id: 1, body: `${mark}\nold`, user: { login: 'release-bot', type: 'User' } }], { login: 'release-bot' })).bodies)
      .toEqual([`${mark}\nreal`]);
  });

  it('is cut where GitHub would not take it', async () => {
    const { bodies: [body] } = await comment(`${mark}\n${'a line of the report\n'.repeat(5000)}`, []);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/a line of the report\n\nThe rest is too long for a comment; the summary of the run has all of it\.\n$/);
  });

  it('that may not be written is a warning', async () => {
    const { stdout, bodies } = await comment(`${mark}\nx`, [], { status: 403 });
    expect(bodies).toEqual([]);
    expect(stdout).toContain('::warning::The access difference could not be written as a comment (POST /repos/acme/shop/issues/7/comments: 403');
  });
});
