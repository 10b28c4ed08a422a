import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { isObject } from '../../analysis/json';
import type { AccessLogOptions } from '../../learn/access-log';
import { AccessLogReader } from '../../learn/access-log';
import { mendCutJson } from '../../learn/cut-json';
import { isKialiGraph, readKialiGraph } from '../../learn/kiali-graph';
import type { Reading } from '../../learn/observations';
import { joined } from '../../learn/observations';
import { isPrometheusAnswer, metricOf, readAnswer, readSamples } from '../../learn/prometheus';
import { InputError, readable } from '../input-error';
import { readStandardInput } from '../load-manifests';
import { STANDARD_INPUT } from '../manifest-files';

/** Larger files can only be logs, which are read line by line. */
const MAX_DOCUMENT = 128 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** Reads files of observed traffic, each by what is in it. */
export function readSources(files: readonly string[], options: AccessLogOptions, at: (text: string) => void): Reading {
  // Of all logs together: a caller's and a callee's proxies tell of the same requests.
  const logs = new AccessLogReader(options);
  const readings = files.map(file => {
    at(`reading ${file}`);
    return readSource(file, logs);
  });
  return joined([...readings, logs.finish()]);
}

const NOTHING: Reading = { observations: [], left: [], remarks: [] };

function readSource(file: string, logs: AccessLogReader): Reading {
  const name = file === '-' ? STANDARD_INPUT : file;
  const text = file === '-' ? readStandardInput() : readDocument(file);
  if (text === undefined) {
    logs.open(name);
    eachLine(file, (line, number) => logs.line(line, number));
    return NOTHING;
  }
  if (text.trim() === '') { return { ...NOTHING, remarks: [`${name}: this is empty`] }; }
  const json = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  if (isKialiGraph(json)) { return readKialiGraph(json, name); }
  if (isPrometheusAnswer(json)) { return readPrometheusFile(json, name); }
  logs.open(name);
  if (Array.isArray(json)) {
    json.forEach((element, i) => logs.element(element, i));
    return NOTHING;
  }
  if (json === undefined && /^\s*\{/.test(text) && /"(?:elements|graphType|nodes)"\s*:/.test(text.slice(0, 4096))) { return readCutGraph(text, name); }
  if (isObject(json) && !text.trim().includes('\n')) {
    logs.line(text.trim(), 1);
  } else if (isObject(json)) {
    logs.element(json, 0);
  } else {
    text.split('\n').forEach((line, i) => logs.line(line.replace(/\r$/, ''), i + 1));
  }
  return NOTHING;
}

function readCutGraph(text: string, name: string): Reading {
  const mended = mendCutJson(text);
  if (!isKialiGraph(mended)) { throw new InputError(`${name}: this graph is cut off before anything in it is whole; export it again`); }
  const reading = readKialiGraph(mended, name);
  return { ...reading, left: [...reading.left, { place: name, reason: 'the graph is cut off; what comes after is missing' }] };
}

function readPrometheusFile(json: unknown, name: string): Reading {
  const samples = readAnswer(json);
  if (typeof samples === 'string') { throw new InputError(`${name}: ${samples}`); }
  const metrics = [...new Set(samples.map(metricOf))].sort();
  if (samples.length === 0) { return { ...NOTHING, remarks: [`${name}: the answer has no series`] }; }
  return joined(metrics.map(metric => readSamples(metric, samples.filter(sample => metricOf(sample) === metric), name)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of a file; undefined where it is too large for anything but a log. */
function readDocument(file: string): string | undefined {
  return readable(file, () => {
    const stats = statSync(file);
    if (!stats.isFile()) { throw new InputError(`${file}: this is no file`); }
    if (stats.size > MAX_DOCUMENT) { return undefined; }
    const parts: string[] = [];
    chunks(file, part => parts.push(part));
    return parts.join('').replace(/^\uFEFF/, '');
  });
}

function eachLine(file: string, onLine: (line: string, number: number) => void): void {
  readable(file, () => {
    let rest = '';
    let number = 0;
    chunks(file, part => {
      const lines = (rest + part).split('\n');
      rest = lines.pop()!;
      for (const line of lines) { onLine(line.replace(/\r$/, ''), ++number); }
    });
    if (rest !== '') { onLine(rest, number + 1); }
  });
}

/** Logs hold what applications print: what is no UTF-8 is replaced, and not refused. */
function chunks(file: string, onPart: (part: string) => void): void {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(CHUNK);
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      onPart(decoder.write(buffer.subarray(0, length)));
    }
    onPart(decoder.end());
  } finally {
    closeSync(descriptor);
  }
}
