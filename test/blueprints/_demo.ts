import type { App } from 'cdk8s';
import type { Manifests } from '../_manifests';
import { AccessCaller, MeshAccess } from 'cdk8s-istio';
import type { AccessRequest } from 'cdk8s-istio';

/** A workload as a test names it: 'travel-portal/voyages'; 'outside' in plain text, 'internet' through the gateway. */
export type Who = string;

/** What becomes of a request: `ALLOW`, or the layer that refuses it with what the caller sees. */
export type Ask = (from: Who, to: Who, request: string, headers?: AccessRequest['headers']) => string;

/** What the manifests of an app let happen. */
export function askOf(app: App): Ask {
  const access = MeshAccess.fromApp(app);
  return (from, to, request, headers) => {
    const { verdict, layer, sees } = access.decide({
      from: callerOf(from), to: workloadOf(to), ...requestOf(request), ...headers ? { headers } : {},
    });
    return verdict === 'ALLOW' ? verdict : `${verdict} by ${layer}: ${sees ?? 'unknown'}`;
  };
}

function callerOf(who: Who): AccessCaller {
  const { namespace, workload } = workloadOf(who);
  return who === 'outside' ? AccessCaller.outside() : who === 'internet' ? AccessCaller.internet() : AccessCaller.workload(namespace, workload);
}

function workloadOf(who: Who): AccessRequest['to'] {
  const [namespace, workload] = who.split('/');
  return { namespace, workload };
}

/** `GET /travels :8000`, `GET //host/path :8080` with a host, or `:3306` for bytes. */
function requestOf(text: string): Pick<AccessRequest, 'port' | 'method' | 'path' | 'host'> {
  const [, method, host, path, port] = /^(?:([A-Z]+) (?:\/\/([^/]+))?(\/\S*) )?:(\d+)$/.exec(text)!;
  return { port: Number(port), ...method ? { method, path } : {}, ...host ? { host } : {} };
}

/** What one set of manifests has otherwise than another: objects that are added or changed as they are, and the names of those that are gone. */
export function changes(from: Manifests, to: Manifests): string {
  const documents = (made: Manifests) => new Map(made.yaml.split(/^---\n/m).map((text, i) => {
    const { kind, metadata } = made.all[i];
    return [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, text.trimEnd()];
  }));
  const [before, after] = [documents(from), documents(to)];
  const gone = [...before.keys()].filter(id => !after.has(id)).map(id => `# gone: ${id}`);
  return [...gone, ...[...after].filter(([id, text]) => before.get(id) !== text).map(([, text]) => text)].join('\n---\n');
}
