import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { refusal } from '../_manifests';
import type { LeastPrivilegeWorkloadProps, SecureNamespaceProps } from 'cdk8s-istio';
import { LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

/** Every problem with which the synth of an app is refused, each with its construct path; none if it is not. */
export function problemsOf(build: (app: App) => void): string[] {
  const app = new App();
  build(app);
  return linesOf(refusal(app));
}

/** The problems of an app that declares in one namespace, 'shop'. */
export function problemsIn(build: (shop: SecureNamespace) => void, props: SecureNamespaceProps = {}): string[] {
  return problemsOf(app => build(new SecureNamespace(app, 'shop', props)));
}

export function linesOf(message: string): string[] {
  const [title, ...lines] = message.split('\n  ');
  if (title !== '' && title !== 'Validation failed with the following errors:') {
    throw new Error(`not a refusal: ${message}`);
  }
  return lines;
}

/** A workload with an image and an HTTP port 8080. */
export function workload(scope: Construct, id: string, props: Partial<LeastPrivilegeWorkloadProps> = {}): LeastPrivilegeWorkload {
  return new LeastPrivilegeWorkload(scope, id, { image: 'shop:1', ...props.ports || 'port' in props ? {} : { port: 8080 }, ...props });
}
