import type { Sentences } from './_expected';
import type { Manifest } from '../_manifests';

/** What emitted policies say, in the same sentences as the plan's reading. */
export function emittedSentences(manifests: readonly Manifest[]): Sentences {
  const sentences = new Map<string, Set<string>>();
  for (const { kind, metadata, spec } of manifests) {
    const said = kind === 'AuthorizationPolicy' ? admitted(spec)
      : kind === 'Sidecar' ? spec.egress.flatMap((listener: any) => listener.hosts)
        : kind === 'NetworkPolicy' ? opened(spec) : undefined;
    if (said) {
      sentences.set(`${kind} ${metadata.namespace}/${metadata.name}`, new Set(said));
    }
  }
  return sentences;
}

function admitted(spec: any): string[] {
  return (spec.rules ?? []).flatMap((rule: any) => rule.from.flatMap(({ source }: any) => source.principals.flatMap((principal: string) =>
    rule.to.flatMap(({ operation }: any) => operation.ports.flatMap((port: string) => (operation.methods ?? ['*']).flatMap((method: string) =>
      (operation.paths ?? ['*']).flatMap((path: string) => (operation.hosts ?? ['*'])
        .map((host: string) => `${principal} ${port} ${method} ${path} ${host}`))))))));
}

function opened(spec: any): string[] {
  const side = (word: 'from' | 'to', rules: any[]) => rules.flatMap(rule => rule[word].flatMap((peer: any) => rule.ports.map((port: any) => {
    const labels = Object.entries(peer.podSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`).sort().join(',');
    return `${word} ${peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name']}/${labels} ${port.protocol} ${port.port}`;
  })));
  return [...side('from', spec.ingress ?? []), ...side('to', spec.egress ?? [])];
}

/** Do the pods of a workload carry the labels? */
export function selects(selector: { readonly [label: string]: string } | undefined, deployment: Manifest): boolean {
  return Object.entries(selector ?? {}).every(([label, value]) => deployment.spec.template.metadata.labels[label] === value);
}
