import { writtenPolicies } from './written-policies';
import type { Rule } from '../../rule';
import { portProblem } from '../../validation/ports';
import { listed } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export const SETTINGS_FOR_NO_PORT: Rule = {
  code: 'MESH0577',
  severity: 'warning',
  aliases: [],
  title: 'settings for a port that the service does not have',
  explanation: '`portLevelSettings` are for ports of the Service, not of its containers. For any other port they do nothing.',
  fix: 'Name a port of the Service.',
  *find(world) {
    for (const { object, policy, whole } of writtenPolicies(world)) {
      const port = policy.at('port', 'number');
      if (whole === undefined || port.number === undefined || portProblem(port.number) !== undefined) { continue; }
      const rule = destinationRuleOf(world, object);
      const services = rule === undefined ? [] : Hosts.of(world).find(rule.host, rule.namespace).visible;
      if (rule === undefined || services.length === 0 || services.some(({ ports }) => ports.some(entry => entry.port === port.number))) { continue; }
      const ports = services[0].ports;
      const target = ports.find(entry => entry.target === port.number);
      const meant = target === undefined ? '' : `, which is the container's port behind ${target.port}`;
      yield {
        object,
        path: port.path,
        message: `${rule.host} has the ports ${listed(ports.map(entry => String(entry.port)))}, not ${port.number}${meant}`,
        ...target === undefined ? {} : { fix: `Write ${target.port}.` },
      };
    }
  },
};
