import { SizeRoundingBehavior } from 'cdk8s';
import { PersistentVolumeAccessMode } from 'cdk8s-plus-27';
import type { VolumeClaim } from './controller-options';
import { unknownValueProblem } from '../private/known-values';
import { dnsLabelProblem } from '../private/naming';
import type { Json } from '../private/rendering';

export function volumeClaimProblems(claims: readonly VolumeClaim[]): string[] {
  const names = claims.map(({ name }) => name);
  const twice = (values: string[]) => [...new Set(values.filter((value, i) => values.indexOf(value) < i))];
  return [
    ...names.map(name => dnsLabelProblem('volume claim', name)),
    ...twice(names).map(name => `volume claim '${name}' is given twice; give each a name of its own.`),
    ...twice(claims.map(({ mountPath }) => mountPath)).map(path => `two volume claims are mounted at '${path}'; mount each at a path of its own.`),
    ...claims.flatMap(({ name, mountPath, storage, accessModes = [] }) => [
      mountPath.startsWith('/') ? undefined : `volume claim '${name}' is mounted at '${mountPath}', which is no absolute path; begin it with '/'.`,
      storage.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) > 0 ? undefined : `volume claim '${name}' asks for no storage; ask for some, such as Size.gibibytes(1).`,
      ...accessModes.map(mode => unknownValueProblem('access mode', mode, PersistentVolumeAccessMode)),
    ]),
  ].filter(problem => problem !== undefined);
}

/** A StatefulSet with its claims, of which cdk8s-plus knows nothing; the first container mounts them. */
export function withVolumeClaims(manifest: Json, claims: readonly VolumeClaim[]): Json {
  if (claims.length === 0) {
    return manifest;
  }
  const { template, ...spec } = manifest.spec;
  const [first, ...others] = template.spec.containers;
  const mounting = { ...first, volumeMounts: [...first.volumeMounts ?? [], ...claims.map(({ name, mountPath }) => ({ name, mountPath }))] };
  return {
    ...manifest,
    spec: {
      ...spec,
      template: { ...template, spec: { ...template.spec, containers: [mounting, ...others] } },
      volumeClaimTemplates: claims.map(({ name, storage, storageClassName, accessModes }) => ({
        metadata: { name },
        spec: {
          accessModes: accessModes ?? [PersistentVolumeAccessMode.READ_WRITE_ONCE],
          resources: { requests: { storage: storage.asString() } },
          ...storageClassName === undefined ? {} : { storageClassName },
        },
      })),
    },
  };
}
