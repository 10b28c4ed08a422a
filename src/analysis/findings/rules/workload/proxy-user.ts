import type { Rule } from '../../rule';
import { podTemplates } from '../../world/pod-templates';

/** The user that the proxy runs as: redirection leaves its connections alone. */
const PROXY_USER = 1337;
const PROXIES = new Set(['istio-proxy', 'istio-validation', 'istio-init', 'istio-operator']);

/** @see https://istio.io/latest/docs/ops/deployment/application-requirements/ */
export const PROXY_USER_OF_APPLICATION: Rule = {
  code: 'MESH0242',
  severity: 'warning',
  aliases: ['IST0144'],
  title: 'application that runs as the proxy',
  explanation: 'Connections of user 1337 are taken for those of the proxy itself and pass it by: no identity, no routes, no policies of the caller.',
  fix: 'Run the container as another user.',
  *find(world) {
    for (const { object, at } of podTemplates(world)) {
      const pod = at.at('spec', 'securityContext', 'runAsUser');
      if (pod.number === PROXY_USER) {
        yield { object, path: pod.path, message: 'the pods run as user 1337' };
        continue;
      }
      for (const list of ['initContainers', 'containers']) {
        for (const container of at.at('spec', list).items) {
          const user = container.at('securityContext', 'runAsUser');
          if (user.number !== PROXY_USER || PROXIES.has(container.at('name').string ?? '')) { continue; }
          yield { object, path: user.path, message: `container ${container.at('name').string ?? ''} runs as user 1337` };
        }
      }
    }
  },
};
