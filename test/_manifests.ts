import type { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';

/** A manifest as it is written. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  readonly [field: string]: any;
}

/** What an app writes, read back from its YAML. */
export class Manifests {
  public static of(app: App): Manifests {
    return new Manifests(app.synthYaml());
  }

  public readonly all: readonly Manifest[];

  public constructor(public readonly yaml: string) {
    this.all = parseAllDocuments(yaml).map(document => document.toJS() as Manifest);
  }

  /** The one object of a kind and a name. */
  public get(kind: string, name: string, namespace?: string): Manifest {
    const found = this.all.filter(one => one.kind === kind && one.metadata.name === name
      && (namespace === undefined || one.metadata.namespace === namespace));
    if (found.length !== 1) {
      throw new Error(`${found.length} objects are ${kind} '${name}'; of this kind there are ${this.names(kind).join(', ') || 'none'}`);
    }
    return found[0];
  }

  public spec(kind: string, name: string, namespace?: string): any {
    return this.get(kind, name, namespace).spec;
  }

  /** The pods that a workload makes. */
  public pod(kind: string, name: string): any {
    const spec = this.spec(kind, name);
    return kind === 'Pod' ? this.get(kind, name) : kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  }

  /** The first container of a Deployment. */
  public container(deployment: string): any {
    return this.pod('Deployment', deployment).spec.containers[0];
  }

  /** The names of the objects of a kind, in the order of the file. */
  public names(kind: string): string[] {
    return this.all.filter(one => one.kind === kind).map(one => one.metadata.name);
  }

  /** `Kind/name` of every object, in the order of the file. */
  public get ids(): string[] {
    return this.all.map(one => `${one.kind}/${one.metadata.name}`);
  }

  /** Who may do what at a callee: `account METHOD path port`, as its AuthorizationPolicy says. */
  public allowed(policy: string, namespace?: string): string[] {
    const { action, rules } = this.spec('AuthorizationPolicy', policy, namespace);
    if (action !== 'ALLOW') {
      throw new Error(`AuthorizationPolicy '${policy}' is of action ${action}`);
    }
    return rules.flatMap((rule: any) => rule.from.flatMap(({ source }: any) => source.principals.flatMap((principal: string) =>
      rule.to.flatMap(({ operation }: any) => (operation.methods ?? ['*']).flatMap((method: string) =>
        (operation.paths ?? ['*']).map((path: string) => `${principal} ${method} ${path} :${operation.ports.join(',')}`))))));
  }

  /** What a proxy knows, as its Sidecar says. */
  public known(sidecar: string, namespace?: string): string[] {
    return this.spec('Sidecar', sidecar, namespace).egress.flatMap((listener: any) => listener.hosts);
  }

  /** What a NetworkPolicy opens: `peer :port`, for each direction that it isolates. */
  public openings(policy: string, namespace?: string): { ingress?: string[]; egress?: string[] } {
    const spec = this.spec('NetworkPolicy', policy, namespace);
    const list = (rules: any[], side: string) => rules.flatMap(rule => rule[side].flatMap((peer: any) =>
      rule.ports.map((port: any) => `${peerText(peer)} ${port.protocol}:${port.port}`)));
    return {
      ...spec.policyTypes.includes('Ingress') ? { ingress: list(spec.ingress, 'from') } : {},
      ...spec.policyTypes.includes('Egress') ? { egress: list(spec.egress, 'to') } : {},
    };
  }
}

function peerText(peer: any): string {
  if (peer.ipBlock) {
    return peer.ipBlock.cidr;
  }
  const labels = Object.entries(peer.podSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`).join(',');
  return `${peer.namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? ''}/${labels || '*'}`;
}

/** The message with which a synth is refused; an empty string if it is not. */
export function refusal(app: App): string {
  try {
    app.synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
