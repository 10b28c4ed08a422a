import type { Webhook } from './webhooks';
import { istioWebhooks } from './webhooks';
import { Problems } from '../../../network-policy/json';
import type { Selector } from '../../../network-policy/selector';
import { compileSelector, knownLabels, selects } from '../../../network-policy/selector';
import type { Rule } from '../../rule';

const INJECTION = [undefined, 'enabled', 'disabled'];
const INJECT = [undefined, 'true', 'false'];

/** @see https://istio.io/latest/docs/setup/upgrade/canary/ */
export const TWO_INJECTORS: Rule = {
  code: 'MESH1543',
  severity: 'error',
  aliases: ['IST0139'],
  title: 'pods that two webhooks inject',
  explanation: 'Pods with some labels are given to two webhooks of Istio, of two revisions or installations. Both put a sidecar into them.',
  fix: 'Install each revision with selectors of its own; let tags lead to one of them.',
  *find(world) {
    const injectors = istioWebhooks(world).filter(({ object }) => object.kind === 'MutatingWebhookConfiguration').map(readInjector);
    const revisions = [undefined, 'default', ...new Set(injectors.flatMap(({ revision }) => revision ?? []))];
    for (const [i, injector] of injectors.entries()) {
      const other = injectors.slice(0, i).find(one => both(one, injector, revisions));
      if (other === undefined) { continue; }
      yield {
        object: injector.object,
        path: injector.at.path,
        message: `webhook ${injector.at.at('name').string ?? ''} takes pods that ${other.at.at('name').string ?? ''} of ${other.object.name} takes too`,
      };
    }
  },
};

interface Injector extends Webhook {
  readonly namespaces: Selector;
  readonly pods: Selector;
  readonly revision?: string;
}

function readInjector({ object, at }: Webhook): Injector {
  const selector = (key: string): Selector => compileSelector(at.at(key).value ?? {}, key, new Problems());
  const revision = at.at('namespaceSelector', 'matchExpressions').items.filter(one => one.at('key').string === 'istio.io/rev')
    .flatMap(one => one.at('values').items.map(value => value.string)).find(value => value !== undefined);
  return { object, at, namespaces: selector('namespaceSelector'), pods: selector('objectSelector'), ...revision === undefined ? {} : { revision } };
}

/** Whether some labels of a namespace and a pod, as Istio knows them, are both webhooks' to inject. */
function both(one: Injector, other: Injector, revisions: readonly (string | undefined)[]): boolean {
  return INJECTION.some(injection => revisions.some(namespaceRevision => INJECT.some(inject => revisions.some(podRevision => {
    const namespace = knownLabels(present({ 'istio-injection': injection, 'istio.io/rev': namespaceRevision }));
    const pod = knownLabels(present({ 'sidecar.istio.io/inject': inject, 'istio.io/rev': podRevision }));
    return [one, other].every(({ namespaces, pods }) => selects(namespaces, namespace) === true && selects(pods, pod) === true);
  }))));
}

function present(labels: { readonly [key: string]: string | undefined }): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
