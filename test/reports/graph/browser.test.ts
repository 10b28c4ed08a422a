import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdk8s';
import type { Browser, Page } from 'playwright-core';
import { graphDifference, meshGraphOf } from '../../../src/analysis/graph';
import type { MeshGraph } from '../../../src/analysis/graph';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { buildModel } from '../../../src/analysis/model';
import type { PageOptions } from '../../../src/reports/graph/html';
import { graphHtml } from '../../../src/reports/graph/html';
import { graphOf } from '../../analysis/graph/_graph';
import { authorization, namespace, networking, peerAuthentication, service, workload } from '../../analysis/world';
import { TravelDemo } from 'cdk8s-istio';

/*
 * The page in a real browser: Debian's package chromium, or the one that the variable CHROMIUM names. Where there is neither these tests
 * are skipped, and jest says so; one that is named and is not there is an error.
 */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const inBrowser = process.env.CHROMIUM !== undefined || existsSync(CHROMIUM) ? describe : describe.skip;

inBrowser('the page, in Chromium', () => {
  jest.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'graph-page-'));
  let browser: Browser;
  let page: Page;
  /** What a page must not do: complain, or ask for anything. */
  const complaints: string[] = [];

  beforeAll(async () => {
    // Loaded only where there is a browser.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { chromium } = require('playwright-core') as typeof import('playwright-core');
    const quiet = ['quic', 'background-networking', 'component-update', 'sync', 'gpu'].map(what => `--disable-${what}`);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--no-first-run', ...quiet] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(graph: MeshGraph, options: PageOptions = {}): Promise<void> {
    const file = join(folder, 'mesh.html');
    writeFileSync(file, graphHtml(graph, options));
    page = await browser.newPage({ viewport: { width: 1400, height: 800 }, colorScheme: 'light' });
    page.on('pageerror', error => complaints.push(error.message));
    page.on('console', message => complaints.push(message.text()));
    page.on('request', request => { if (!request.url().startsWith('file:')) { complaints.push(request.url()); } });
    await page.goto(pathToFileURL(file).href);
  }

  const app = new App();
  new TravelDemo(app, 'travel-demo');
  const travel = MeshAccess.fromApp(app)._graph();
  /** Somebody is let in by one and not by another, and somebody who is not there is let in. */
  const disputed = meshGraphOf(buildModel([
    namespace('shop'), namespace('pay'), workload('shop/web'), workload('pay/api'), workload('pay/ledger'), peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }),
    authorization('pay/api', { selector: { matchLabels: { app: 'api' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] }] }),
    authorization('pay/ledger', { selector: { matchLabels: { app: 'ledger' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/retired'] } }], to: [{ operation: { ports: ['8080'] } }] }] }),
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'api', namespace: 'pay' }, spec: { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'] } },
  ].map(object => ({ object }))), [], { denied: true });
  const item = (text: string): ReturnType<Page['locator']> => page.locator('.item', { hasText: text }).first();
  const panel = async (): Promise<string> => (await page.locator('#panel').textContent()) ?? '';
  const shown = async (selector: string): Promise<number> => page.locator(`${selector}:not(.gone):not(.faded)`).count();

  test('a workload tells who may do what to it, and why, with the YAML of what decides', async () => {
    await open(travel);
    await item('cars-v1').click();
    const text = await panel();
    expect(text).toContain('travel-agency/cars-v1');
    expect(text).toMatch(/Who may do what to it.*every workload of travel-agency\/travels8000 GET \/cars\/\*mutual TLS.*What it may do.*travel-agency\/discounts-v1/s);
    const way = page.locator('#panel [data-about]', { hasText: 'every workload of travel-agency/travels' });
    await way.getByText('Why', { exact: true }).click();
    await way.locator('summary', { hasText: 'AuthorizationPolicy travel-agency/cars' }).click();
    await expect(way.locator('pre:visible').textContent()).resolves.toContain('kind: AuthorizationPolicy');
    expect(await shown('.link')).toBeLessThan(travel.edges.length);
  });

  test('search and namespaces leave out the rest', async () => {
    await open(travel);
    await page.keyboard.press('/');
    await page.keyboard.type('hotels');
    expect(await shown('.item')).toBe(1);
    await page.keyboard.press('Escape');
    expect(await shown('.item')).toBe(travel.nodes.length);
    await page.locator('#filter summary').click();
    await page.getByLabel('travel-agency').uncheck();
    expect(await shown('.item.workload')).toBe(4);
    const others = travel.nodes.filter(node => node.namespace !== 'travel-agency').length;
    expect(await page.locator('#status').textContent()).toBe(`${others} of ${travel.nodes.length}`);
  });

  test('the matrix has the same access', async () => {
    await open(travel);
    await page.getByRole('button', { name: 'Matrix' }).click();
    expect(await page.locator('#matrix td button').count()).toBe(travel.edges.filter(({ kind }) => kind === 'access').length);
    await page.locator('#matrix td button', { hasText: '/cars/*' }).click();
    expect(await panel()).toContain('GET /cars/*');
  });

  test('keys go from item to item, move and zoom; a drag moves, and chooses nothing', async () => {
    await open(travel);
    const view = async (): Promise<readonly number[]> => ((await page.locator('#graph').getAttribute('viewBox')) ?? '').split(' ').map(Number);
    const all = await view();
    await page.locator('.item').first().focus();
    await page.keyboard.press('Enter');
    expect(await panel()).not.toBe('');
    await page.keyboard.press('+');
    expect((await view())[2]).toBeLessThan(all[2]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await page.keyboard.press('0');
    expect(await view()).toEqual(all);
    await page.mouse.move(300, 700);
    await page.mouse.down();
    await page.mouse.move(400, 650, { steps: 4 });
    await page.mouse.up();
    expect((await view())[0]).toBeLessThan(all[0]);
    expect(await panel()).toBe('');
  });

  test('it is light or dark', async () => {
    await open(travel);
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(13, 17, 23)');
    await page.getByRole('button', { name: 'Light or dark' }).click();
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });

  test('what is denied, and what nobody sends, is shown when it is asked for', async () => {
    await open(disputed);
    expect(await page.locator('#graph .link.denied:visible').count()).toBe(0);
    await page.getByRole('button', { name: 'Denied (1)' }).click();
    expect(await page.locator('#graph .link.denied:visible').count()).toBe(1);
    expect(await panel()).toMatch(/What is denied.*by shop\/web.*to pay\/api.*stopped by NetworkPolicy pay\/api/s);
    await page.getByRole('button', { name: 'Denied (1)' }).click();
    expect(await page.locator('#graph .link.denied:visible').count()).toBe(0);
    expect(await page.locator('#graph .link.marked').count()).toBe(0);
    await page.getByRole('button', { name: 'Unused (1)' }).click();
    expect(await page.locator('#graph .link.marked').count()).toBe(1);
    expect(await panel()).toContain('no workload of these manifests is service account shop/retired');
    await page.getByRole('button', { name: 'Unused (1)' }).click();
    await page.getByRole('button', { name: 'Matrix' }).click();
    expect(await page.locator('#matrix td button.denied').count()).toBe(0);
  });

  test('a page may be written so that it shows them from the start', async () => {
    await open(disputed, { denied: true, unused: true });
    expect(await page.locator('#graph .link.denied:visible').count()).toBe(1);
    expect(await page.locator('#graph .link.marked').count()).toBe(1);
  });

  test('its legend tells every kind of line that it has', async () => {
    await open(disputed);
    const legend = (await page.locator('#legend').textContent()) ?? '';
    for (const text of ['may call', 'denied: opened by one', 'unused: allowed', 'mutual TLS: callers prove']) { expect(legend).toContain(text); }
  });

  test('nothing sticks out, and everything has a name and a place to be reached by keys', async () => {
    for (const width of [360, 800, 1400]) {
      await open(travel);
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(await page.evaluate('[...document.querySelectorAll("button, input, summary, [tabindex]")].filter(one => !(one.closest("label") || one.textContent.trim() || one.getAttribute("aria-label"))).length')).toBe(0);
      if (width !== 1400) { await page.close(); }
    }
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  test('text is not written over other text, nor too small, at the size of the demos', async () => {
    await open(travel);
    const overlaps: unknown = await page.evaluate(`(() => {
      const texts = [...document.querySelectorAll('#graph .label, #graph .item')].map(one => one.getBoundingClientRect());
      return texts.filter((a, i) => texts.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
    })()`);
    expect(overlaps).toBe(0);
    const sticksOut: unknown = await page.evaluate(`[...document.querySelectorAll('#graph .item, #graph .label')].filter(one =>
      one.querySelector('text').getBBox().width > one.querySelector('rect').getBBox().width).map(one => one.textContent)`);
    expect(sticksOut).toEqual([]);
  });

  test('names are text, whatever they are', async () => {
    const nasty = '</script><img src=x onerror="document.title=\'evil\'">';
    await open(graphOf(namespace(nasty), { ...workload('x/y'), metadata: { name: nasty, namespace: nasty } }));
    await item('img src').click();
    expect(await panel()).toContain(nasty);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('The mesh: who may do what to whom');
  });

  test('names that try to be more than names do nothing, wherever they are', async () => {
    const all = [
      '</script><script>document.title = "evil"</script>', '</style><script>document.title = "evil"</script>', '"><svg onload=document.title=\'evil\'>',
      'javascript:document.title="evil"', '\' onfocus=document.title="evil" autofocus x=\'', '&lt;img src=x onerror=document.title="evil"&gt;', '<!--<script>',
      ']]><script>document.title="evil"</script>', '__proto__', 'constructor', '${document.title="evil"}', '#{alert(1)}\u2028document.title="evil"',
      'url(https://evil.example/x.png)', '}*{background:red}', '\u202Eevil\u0000',
    ].flatMap((nasty, i) => [
      namespace(nasty), workload(`pay/api-${i}`, { labels: { app: 'api', version: nasty } }), { ...workload('x/y'), metadata: { name: nasty, namespace: nasty } },
      authorization(`pay/p-${i}`, { rules: [{ from: [{ source: { principals: [`cluster.local/ns/${nasty}/sa/${nasty}`] } }], to: [{ operation: { paths: [`/${nasty}`], hosts: [nasty], ports: ['8080'] } }] }] }),
      networking('VirtualService', `pay/v-${i}`, { hosts: [nasty, `api-${i}`], http: [{ match: [{ headers: { [nasty]: { exact: nasty } } }], route: [{ destination: { host: 'api', subset: nasty } }] }] }),
      networking('ServiceEntry', `pay/e-${i}`, { hosts: [`${nasty}.example`], ports: [{ number: 443, name: nasty, protocol: 'TLS' }] }),
    ]);
    await open(graphOf(namespace('pay'), service('pay/api'), ...all));
    expect(await page.locator('.item').count()).toBeGreaterThan(40);
    for (const nth of [0, 20, 40]) {
      await page.locator('.item').nth(nth).focus();
      await page.keyboard.press('Enter');
      await page.evaluate('document.querySelectorAll("#panel details").forEach(one => { one.open = true; })');
    }
    await page.locator('#filter summary').click();
    await page.getByRole('button', { name: 'Matrix' }).click();
    await page.getByRole('button', { name: 'Notes' }).click();
    expect(await page.title()).toBe('The mesh: who may do what to whom');
    expect(await page.locator('img, iframe, object, embed, a, form, [onload], [onerror], [onfocus]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });

  test('what is removed is said to be', async () => {
    await open(graphDifference(graphOf(namespace('pay'), workload('pay/api')), graphOf(namespace('pay'))));
    await item('api').click();
    expect(await panel()).toContain('anyone (removed)');
  });

  test('of five hundred workloads, one is found and chosen', async () => {
    const teams = Array.from({ length: 25 }, (_, i) => `team-${i}`);
    const workloads = Array.from({ length: 500 }, (_, i) => workload(`team-${i % 25}/w${i}`));
    await open(graphOf(...teams.map(name => namespace(name)), ...workloads));
    await page.locator('#search').fill('w499');
    expect(await page.locator('#status').textContent()).toBe('1 of 502');
    await page.keyboard.press('Enter');
    expect(await panel()).toContain('team-24/w499');
    // It is where it can be read: its name is as high as that of a button.
    const { height } = (await item('w499').locator('text').boundingBox())!;
    expect(height).toBeGreaterThan(11);
  });

  test('what is too much for a matrix is counted by namespaces, and told of those that are chosen', async () => {
    const teams = Array.from({ length: 10 }, (_, i) => `team-${i}`);
    const workloads = Array.from({ length: 100 }, (_, i) => workload(`team-${i % 10}/w${i}`));
    const rules = workloads.map((_, i) => authorization(`team-${i % 10}/w${i}`, {
      selector: { matchLabels: { app: `w${i}` } },
      rules: [{ from: [{ source: { principals: [`cluster.local/ns/team-${(i + 1) % 10}/sa/w${(i + 1) % 100}`] } }], to: [{ operation: { ports: ['8080'], paths: [`/p${i}`] } }] }],
    }));
    await open(graphOf(...teams.map(name => namespace(name)), ...workloads, ...rules));
    await page.getByRole('button', { name: 'Matrix' }).click();
    await page.getByRole('button', { name: '10 from namespace team-1 to namespace team-0' }).click();
    expect(await page.locator('#matrix td button', { hasText: '/p10' }).count()).toBe(1);
    expect(await page.locator('#matrix td button', { hasText: '/p11' }).count()).toBe(0);
  });
});
