import { ApiObject, Size } from 'cdk8s';
import type { ContainerProps, ISecret } from 'cdk8s-plus-27';
import { Cpu, Secret, Volume } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { Injection } from '../namespaces/injection';
import type { PodSecurity } from '../namespaces/pod-security';
import { PodSecurityLevel } from '../namespaces/pod-security';
import type { PodTemplateProps } from '../workloads/pod-template-props';
import { socketProbes } from '../workloads/workload-containers';

/** The Secret with the password of a demo's MySQL, as demos have it. */
export const MYSQL_CREDENTIALS = { name: 'mysql-credentials', key: 'rootpasswd', password: 'password' };

/** The port of MySQL. */
export const MYSQL_PORT = 3306;

/** What MySQL is started with, and where it keeps its data. */
export const MYSQLDB = {
  args: ['--default-authentication-plugin', 'mysql_native_password'],
  volume: { name: 'var-lib-mysql', path: '/var/lib/mysql' },
};

/** Upstream's Secret in a namespace, once. */
export function upstreamCredentials(namespace: Construct): ISecret {
  const { name, key, password } = MYSQL_CREDENTIALS;
  if (!namespace.node.tryFindChild(name)) {
    new ApiObject(namespace, name, {
      apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', data: { [key]: Buffer.from(password).toString('base64') },
    });
  }
  return (namespace.node.tryFindChild('credentials') ?? Secret.fromSecretName(namespace, 'credentials', name)) as unknown as ISecret;
}

/** The pods of MySQL as upstream's demos run it: not hardened where the image cannot bear it. */
export function mysqlPods(scope: Construct, container: ContainerProps, version = 'v1'): PodTemplateProps {
  const { args, volume } = MYSQLDB;
  return {
    containers: [{
      ...container,
      args,
      ...socketProbes(MYSQL_PORT),
      resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(1024) } },
      volumeMounts: [{ path: volume.path, volume: Volume.fromEmptyDir(scope, `${volume.name}-${version}`, volume.name) }],
    }],
    // The image begins as root, gives its files to another user, becomes that user, and writes beside its volume.
    hardening: { runAsNonRoot: false, dropCapabilities: false, readOnlyRootFilesystem: false },
  };
}

/** What Pod Security may do in a namespace with such pods: their image is more than `restricted` admits; with Istio's init container, every pod is more than `baseline`. */
export function mysqlPodSecurity(scope: Construct, injection?: Injection): PodSecurity {
  return {
    enforce: Mesh.of(scope).platform.cni || injection?.injects === false ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED,
    warn: PodSecurityLevel.BASELINE,
    audit: PodSecurityLevel.BASELINE,
  };
}
