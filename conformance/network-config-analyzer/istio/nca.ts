import { execFile } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { readSet, type Holds } from './value-sets';

const NCA = join(__dirname, '..', '..', '.venv', 'bin', 'nca');

/** A request from pod to pod (`namespace/name`), to a port of the container. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  /** Where a gateway decides by it. */
  readonly host?: string;
}

interface Line {
  readonly ports?: readonly (readonly [first: number, last: number])[];
  readonly methods?: Holds;
  readonly paths?: Holds;
  readonly hosts?: Holds;
}

/** Runs NCA on manifests, and answers requests by what it printed of connections over TCP. */
export class NcaAnswers {
  public static async of(objects: readonly object[], folder: string): Promise<NcaAnswers> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'world.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, 2));
    const { stdout } = await promisify(execFile)(NCA, [
      '--connectivity', '--resource_list', folder, '--output_format', 'txt_no_fw_rules', '--output_endpoints', 'pods',
    ], { timeout: 60_000, maxBuffer: 2 ** 26 });
    return new NcaAnswers(stdout);
  }

  private readonly pairs = new Map<string, Line[]>();

  private constructor(output: string) {
    // Where policies speak of TCP alone, what else there is comes in a section of its own.
    const tcp = output.split('non-TCP Connections:')[0];
    for (const line of tcp.split('\n').filter((one) => one.includes(' => '))) {
      const match = /^(\S+) => (\S+) : (All connections|\{.+\})$/.exec(line.trim());
      if (match === null) throw new Error(`not understood: ${line}`);
      const pair = `${withoutKind(match[1])} ${withoutKind(match[2])}`;
      const read = readProperties(match[3]);
      if (read !== undefined) this.pairs.set(pair, [...this.pairs.get(pair) ?? [], read]);
    }
  }

  public allows({ from, to, port, method, path, host }: Question): boolean {
    return (this.pairs.get(`${from} ${to}`) ?? []).some(({ ports, methods, paths, hosts }) =>
      (ports?.some(([first, last]) => first <= port && port <= last) ?? true) && (methods?.(method) ?? true)
      && (paths?.(path) ?? true) && (hosts === undefined || (host !== undefined && hosts(host))));
  }
}

/** `a/reviews-v1[Deployment]` is how NCA calls the pods of a Deployment. */
function withoutKind(end: string): string {
  return end.replace(/\[\w+\]$/, '');
}

/** Undefined for what is no TCP at all. */
function readProperties(text: string): Line | undefined {
  if (text === 'All connections') return {};
  const fields = new Map(text.slice(1, -1).split(/,(?=(?:protocols|dst_ports|methods|paths|hosts):)/).map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1)] as const;
  }));
  const unknown = [...fields.keys()].filter((name) => !['protocols', 'dst_ports', 'methods', 'paths', 'hosts'].includes(name));
  if (unknown.length > 0) throw new Error(`not understood: ${unknown.join(', ')} in ${text}`);
  const protocols = fields.get('protocols');
  if (protocols !== undefined && (protocols.startsWith('all but ') ? protocols.includes('TCP') : !protocols.includes('TCP'))) return undefined;
  const ports = fields.get('dst_ports')?.split(',').map((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return [first, last] as const;
  });
  const sets = ['methods', 'paths', 'hosts'].flatMap((name) => {
    const set = fields.get(name);
    return set === undefined ? [] : [[name, readSet(set)] as const];
  });
  return { ...ports === undefined ? {} : { ports }, ...Object.fromEntries(sets) };
}
