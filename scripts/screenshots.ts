import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdk8s';
import { chromium } from 'playwright-core';
import { MeshAccess } from '../src/analysis/mesh-access';
import { graphHtml } from '../src/reports/graph/html';
import { Bookinfo, TravelDemo } from 'cdk8s-istio';

/*
 * Takes the pictures of the demos that README.md shows, from the page in Chromium: npm run screenshots. Fonts differ from machine to
 * machine, so nothing compares them; take them anew when the page has changed.
 */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FOLDER = resolve(__dirname, '../docs/images');
const MOST_BYTES = 300 * 1024;

/** The demos, and the workload that is chosen in each picture. */
const DEMOS: readonly { readonly name: string; readonly chosen?: string; readonly declare: (app: App) => unknown }[] = [
  { name: 'bookinfo', chosen: 'ratings-v1', declare: app => new Bookinfo(app, 'bookinfo', { host: 'bookinfo.example.com' }) },
  { name: 'travel-demo', declare: app => new TravelDemo(app, 'travel-demo') },
];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  mkdirSync(FOLDER, { recursive: true });
  try {
    for (const { name, chosen, declare } of DEMOS) {
      const app = new App({ outdir: folder });
      declare(app);
      const page = join(folder, `${name}.html`);
      writeFileSync(page, graphHtml(MeshAccess.fromApp(app)._graph({ denied: true })));
      for (const colorScheme of ['light', 'dark'] as const) {
        const tab = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme });
        await tab.goto(pathToFileURL(page).href);
        if (chosen !== undefined) {
          await tab.locator('.item', { hasText: chosen }).first().click();
          await tab.locator('#panel').getByText('Why', { exact: true }).first().click();
        }
        const path = join(FOLDER, `${name}-${colorScheme}.png`);
        await tab.screenshot({ path });
        await tab.close();
        const { size } = statSync(path);
        if (size > MOST_BYTES) { throw new Error(`${path} has ${size} bytes, more than ${MOST_BYTES}; a README must load quickly`); }
        console.log(`docs/images/${name}-${colorScheme}.png: ${Math.round(size / 1024)} kB`);
      }
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(`screenshots: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
