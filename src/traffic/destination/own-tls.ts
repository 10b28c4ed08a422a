import type { IConstruct } from 'constructs';
import { perApp } from '../../private/per-app';
import { Synthesis } from '../../private/synthesis';

interface OwnTlsService {
  readonly host: () => string;
  readonly isSent: (port: number) => boolean;
}

/** Where services are sent TLS that their own containers end: nothing that is written tells what they make of it. */
export class OwnTls {
  public static of(scope: IConstruct): OwnTls {
    return perApp(scope, 'OwnTls', root => new OwnTls(root));
  }

  private readonly services: OwnTlsService[] = [];
  /** The services of each host, as of one synth. */
  private byHost?: ReadonlyMap<string, readonly OwnTlsService[]>;

  private constructor(root: IConstruct) {
    Synthesis.of(root).onPrepare(() => { this.byHost = undefined; });
  }

  /** @param isSent asked of the Service's ports */
  public add(host: () => string, isSent: (port: number) => boolean): void {
    this.services.push({ host, isSent });
    this.byHost = undefined;
  }

  /** @param port the Service's */
  public isSentTo(host: string, port: number): boolean {
    this.byHost ??= indexed(this.services);
    return (this.byHost.get(host) ?? []).some(service => service.isSent(port));
  }
}

function indexed(services: readonly OwnTlsService[]): ReadonlyMap<string, readonly OwnTlsService[]> {
  const byHost = new Map<string, OwnTlsService[]>();
  for (const service of services) {
    const host = service.host();
    const known = byHost.get(host);
    if (known === undefined) { byHost.set(host, [service]); } else { known.push(service); }
  }
  return byHost;
}
