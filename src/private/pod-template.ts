import type { Json } from './rendering';

/** The part of a workload's manifest that describes its pods: metadata and spec. */
export interface PodTemplate {
  readonly metadata?: Json;
  readonly spec: Json;
}

/** The pod template of anything that makes pods, recognised by its shape; undefined where there is none. */
export function podTemplateOf(manifest: Json): PodTemplate | undefined {
  const spec = manifest.spec;
  switch (manifest.kind) {
    case 'Pod': return spec && (manifest as unknown as PodTemplate);
    case 'CronJob': return spec?.jobTemplate?.spec?.template;
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
    case 'Rollout':
      return spec?.template?.spec && spec.template;
    default: return undefined;
  }
}

/** The same manifest with another pod template. */
export function withPodTemplate(manifest: Json, change: (template: PodTemplate) => PodTemplate): Json {
  const template = podTemplateOf(manifest);
  if (!template) {
    return manifest;
  }
  const changed = change(template);
  if (manifest.kind === 'Pod') {
    return { ...manifest, ...changed };
  }
  if (manifest.kind === 'CronJob') {
    const jobTemplate = manifest.spec.jobTemplate;
    return { ...manifest, spec: { ...manifest.spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, template: changed } } } };
  }
  return { ...manifest, spec: { ...manifest.spec, template: changed } };
}
