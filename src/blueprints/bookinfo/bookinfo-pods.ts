import { Size } from 'cdk8s';
import type { ContainerProps, ContainerResources } from 'cdk8s-plus-27';
import { Cpu, EnvValue, Volume } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { BookinfoPart } from './bookinfo-parts';
import { BOOKINFO_HEALTH, BOOKINFO_PORT } from './bookinfo-parts';
import { healthProbes } from '../../workloads/workload-containers';

/** A Java server needs more room than the default leaves. */
export const JAVA: ContainerResources = { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(1024) } };

/** The container of a part as upstream runs it, probed. */
export function bookinfoContainer(scope: Construct, { app, version, image, env, volumes }: BookinfoPart): ContainerProps {
  const parent = new Construct(scope, `${app}-${version}-volumes`);
  return {
    name: app,
    image,
    envVariables: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, EnvValue.fromValue(value)])),
    ...healthProbes(BOOKINFO_HEALTH, BOOKINFO_PORT),
    volumeMounts: volumes.flatMap(({ name, path, alsoAt }) => {
      const volume = Volume.fromEmptyDir(parent, name, name);
      return [path, ...alsoAt === undefined ? [] : [alsoAt]].map(at => ({ path: at, volume }));
    }),
  };
}
