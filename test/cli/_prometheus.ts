import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** A server that answers as it is told, on a port of its own. */
export async function serve(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void): Promise<Serving> {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); });
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

/** A counter as an exporter shows it. */
export function counter(name: string, labels: { readonly [label: string]: string }, value: number): string {
  return `${name}{${Object.entries(labels).map(([label, text]) => `${label}="${text}"`).join(',')}} ${value}`;
}

/** A Prometheus that scrapes an exporter every second. */
export async function startPrometheus(binary: string, exporter: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const free = await serve(() => undefined);
  const { port } = new URL(free.url);
  await free.close();
  writeFileSync(join(folder, 'prometheus.yml'), [
    'global:', '  scrape_interval: 1s', 'scrape_configs:', '- job_name: mesh', '  static_configs:', `  - targets: ['${new URL(exporter).host}']`, '',
  ].join('\n'));
  const process = spawn(binary, [
    `--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error',
  ], { stdio: 'ignore' });
  const ended = new Promise<void>(resolve => process.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    stop: async () => {
      process.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a query has so many series. */
export async function until(url: string, query: string, series: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = await response.json() as { data?: { result: unknown[] } };
      if (data !== undefined && data.result.length >= series) { return; }
    } catch {
      // It is starting.
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`${query} has not ${series} series within a minute`);
}
