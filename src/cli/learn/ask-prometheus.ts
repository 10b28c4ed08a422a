import { joined } from '../../learn/observations';
import type { Reading } from '../../learn/observations';
import type { Sample } from '../../learn/prometheus';
import { readAnswer, readSamples } from '../../learn/prometheus';
import { callsQuery, METRICS, sampleQuery, WINDOW } from '../../learn/prometheus-queries';
import { InputError } from '../input-error';

/** How a Prometheus is asked. */
export interface PrometheusOptions {
  readonly url: string;
  readonly window: string;
  /** `NAME: VALUE` */
  readonly headers: readonly string[];
  /** In seconds, as it was given. */
  readonly timeout: string;
}

/** Asks a Prometheus for calls. What is wrong with it, or with its answer, is an `InputError` in one sentence. */
export async function askPrometheus(options: PrometheusOptions, at: (text: string) => void): Promise<Reading> {
  const client = new Client(options);
  const readings: Reading[] = [];
  const empty: string[] = [];
  for (const metric of METRICS) {
    at(`asking ${client.name} for ${metric}`);
    const samples = await client.ask(callsQuery(metric, options.window));
    if (samples.length === 0) { empty.push(metric); }
    const reading = readSamples(metric, samples, client.name);
    // A sum of what has none of the labels has none at all: its own labels tell more.
    const strange = samples.length > 0 && reading.observations.length === 0 ? await client.ask(sampleQuery(metric, options.window)) : [];
    readings.push(strange.length === 0 ? reading : { ...reading, left: [], remarks: [labelsRemark(client.name, metric, strange[0])] });
  }
  const nothing = empty.length === METRICS.length ? [`${client.name}: nothing was counted in the last ${options.window} (${METRICS.join(', ')}); ask for a longer --window, or another Prometheus.`] : [];
  return joined([...readings, { observations: [], left: [], remarks: nothing }]);
}

function labelsRemark(name: string, metric: string, { labels }: Sample): string {
  const others = [...labels.keys()].filter(label => label !== '__name__').sort().join(', ');
  return `${name}: ${metric} has none of the labels source_workload, destination_workload and destination_service, by which Istio tells callers and callees; its labels are ${others || 'none'}.`;
}

class Client {
  /** Without a password. */
  public readonly name: string;
  private readonly base: URL;
  private readonly headers: Headers;
  private readonly milliseconds: number;

  public constructor({ url, window, headers, timeout }: PrometheusOptions) {
    if (!WINDOW.test(window)) { throw new InputError(`--window must be a time such as 1h, 90m or 30d, not ${window}`); }
    const seconds = Number(timeout);
    if (!(seconds > 0 && seconds <= 3600)) { throw new InputError(`--timeout must be a number of seconds up to 3600, not ${timeout}`); }
    this.milliseconds = seconds * 1000;
    this.base = readUrl(url);
    this.headers = readHeaders(headers);
    const { username, password } = this.base;
    if (username !== '' || password !== '') {
      this.headers.set('authorization', `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`);
      this.base.username = '';
      this.base.password = '';
    }
    this.name = this.base.toString().replace(/\/$/, '');
  }

  public async ask(query: string): Promise<readonly Sample[]> {
    const url = new URL(`${this.base.pathname.replace(/\/$/, '')}/api/v1/query`, this.base);
    const { status, text } = await this.send(url, query);
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new InputError(`${this.name}: this does not answer as a Prometheus does (status ${status}): ${text.trim().split('\n', 1)[0].slice(0, 120) || 'nothing'}`);
    }
    const samples = readAnswer(json);
    if (typeof samples === 'string') { throw new InputError(`${this.name}: ${samples} (status ${status})`); }
    return samples;
  }

  private async send(url: URL, query: string): Promise<{ readonly status: number; readonly text: string }> {
    try {
      const response = await fetch(url, {
        method: 'POST', headers: this.headers, body: new URLSearchParams({ query }), signal: AbortSignal.timeout(this.milliseconds),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw new InputError(`${this.name}: ${reasonOf(error, this.milliseconds)}`);
    }
  }
}

function readUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(`--prometheus must be a URL such as http://localhost:9090, not ${text}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') { throw new InputError(`--prometheus must be a URL of http or https, not ${text}`); }
  return url;
}

function readHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const match = /^([^:\s]+)\s*:\s*(.*)$/.exec(line);
    try {
      headers.set(match![1], match![2]);
    } catch {
      // Its value may be a secret.
      throw new InputError(`--header must be 'NAME: VALUE'${match === null ? '' : `, and ${match[1]} is none`}`);
    }
  }
  return headers;
}

/** Node tells what went wrong in the cause of an error that says nothing. */
function reasonOf(error: unknown, milliseconds: number): string {
  const { name, message, cause } = error as Error & { readonly cause?: { readonly code?: string; readonly message?: string } };
  if (name === 'TimeoutError') { return `it does not answer within ${milliseconds / 1000} s; --timeout lets it take longer`; }
  return `it cannot be asked: ${cause?.code ?? cause?.message ?? message}`;
}
