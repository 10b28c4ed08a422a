import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdk8s';
import type { Browser, Page } from 'playwright-core';
import { graphDifference } from '../../../src/analysis/graph';
import type { MeshGraph } from '../../../src/analysis/graph';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { graphHtml } from '../../../src/reports/graph/html';
import { graphOf } from '../../analysis/graph/_graph';
import { namespace, workload } from '../../analysis/world';
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

  async function open(graph: MeshGraph): Promise<void> {
    const file = join(folder, 'mesh.html');
    writeFileSync(file, graphHtml(graph));
    page = await browser.newPage({ viewport: { width: 1400, height: 800 }, colorScheme: 'light' });
    page.on('pageerror', error => complaints.push(error.message));
    page.on('console', message => complaints.push(message.text()));
    page.on('request', request => { if (!request.url().startsWith('file:')) { complaints.push(request.url()); } });
    await page.goto(pathToFileURL(file).href);
  }

  const app = new App();
  new TravelDemo(app, 'travel-demo');
  const travel = MeshAccess.fromApp(app)._graph();
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

  test('names are text, whatever they are', async () => {
    const nasty = '</script><img src=x onerror="document.title=\'evil\'">';
    await open(graphOf(namespace(nasty), { ...workload('x/y'), metadata: { name: nasty, namespace: nasty } }));
    await item('img src').click();
    expect(await panel()).toContain(nasty);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('The mesh: who may do what to whom');
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
    await item('w499').click({ force: true });
    expect(await panel()).toContain('team-24/w499');
  });
});
