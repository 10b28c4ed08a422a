import { PodSecurityLevel } from './pod-security';
import type { Json } from '../private/rendering';

/** Volume types that `restricted` admits. */
const RESTRICTED_VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

/** Capabilities that `baseline` lets a container add. */
const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP',
  'SETUID', 'SYS_CHROOT',
];

/**
 * Why a pod is below a level of the Pod Security Standards, judged by the fields that our objects can have; empty when it
 * is not. The API server's own evaluator judges the same pods in the project's conformance run.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityShortfalls(podSpec: Json, level: PodSecurityLevel): string[] {
  switch (level) {
    case PodSecurityLevel.PRIVILEGED: return [];
    case PodSecurityLevel.BASELINE: return baselineShortfalls(podSpec);
    case PodSecurityLevel.RESTRICTED: return [...baselineShortfalls(podSpec), ...restrictedShortfalls(podSpec)];
    // A level that does not exist is reported where it is given.
    default: return [];
  }
}

function containersOf(podSpec: Json): Json[] {
  return [...podSpec.initContainers ?? [], ...podSpec.containers ?? []];
}

function baselineShortfalls(podSpec: Json): string[] {
  const shortfalls: string[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'].filter(name => podSpec[name] === true)) {
    shortfalls.push(`${field} is true`);
  }
  for (const volume of (podSpec.volumes ?? []).filter((candidate: Json) => candidate.hostPath !== undefined)) {
    shortfalls.push(`volume '${volume.name}' is a hostPath`);
  }
  for (const container of containersOf(podSpec)) {
    const security: Json = container.securityContext ?? {};
    if (security.privileged === true) {
      shortfalls.push(`container '${container.name}' is privileged`);
    }
    const added: string[] = security.capabilities?.add ?? [];
    for (const capability of added.filter(name => !BASELINE_CAPABILITIES.includes(name))) {
      shortfalls.push(`container '${container.name}' adds capability ${capability}`);
    }
    for (const port of (container.ports ?? []).filter((candidate: Json) => candidate.hostPort)) {
      shortfalls.push(`container '${container.name}' takes host port ${port.hostPort}`);
    }
  }
  return shortfalls;
}

function restrictedShortfalls(podSpec: Json): string[] {
  const pod: Json = podSpec.securityContext ?? {};
  const shortfalls: string[] = [];
  for (const volume of podSpec.volumes ?? []) {
    const type = Object.keys(volume).find(key => key !== 'name') ?? 'emptyDir';
    if (type !== 'hostPath' && !RESTRICTED_VOLUMES.includes(type)) {
      shortfalls.push(`volume '${volume.name}' is of type ${type}`);
    }
  }
  if (pod.runAsUser === 0) {
    shortfalls.push('the pod runs as root');
  }
  for (const container of containersOf(podSpec)) {
    const security: Json = container.securityContext ?? {};
    const name = `container '${container.name}'`;
    if (security.allowPrivilegeEscalation !== false) {
      shortfalls.push(`${name} allows privilege escalation`);
    }
    if (!(security.capabilities?.drop ?? []).includes('ALL')) {
      shortfalls.push(`${name} does not drop all capabilities`);
    }
    const added: string[] = security.capabilities?.add ?? [];
    for (const capability of added.filter(one => one !== 'NET_BIND_SERVICE' && BASELINE_CAPABILITIES.includes(one))) {
      shortfalls.push(`${name} adds capability ${capability}`);
    }
    if ((security.runAsNonRoot ?? pod.runAsNonRoot) !== true) {
      shortfalls.push(`${name} may run as root (runAsNonRoot is not true)`);
    }
    if (security.runAsUser === 0) {
      shortfalls.push(`${name} runs as root`);
    }
    if (!['RuntimeDefault', 'Localhost'].includes((security.seccompProfile ?? pod.seccompProfile)?.type)) {
      shortfalls.push(`${name} has no seccomp profile`);
    }
  }
  return shortfalls;
}
