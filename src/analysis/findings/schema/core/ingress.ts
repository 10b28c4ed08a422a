import type { Place } from './place';
import { checkPortNumber, portName } from './ports';
import { isLooseAddress } from '../formats/ip-address';
import type { NameRule } from '../formats/names';
import { dns1035Label, dnsSubdomain, pathSegment } from '../formats/names';
import { shown } from '../problems';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function checkIngress(ingress: Place): void {
  const spec = ingress.at('spec');
  if (spec.at('rules').length === 0 && !spec.at('defaultBackend').exists) { spec.report('required', 'this needs rules or a defaultBackend'); }
  if (spec.at('defaultBackend').exists) { checkBackend(spec.at('defaultBackend')); }
  for (const rule of spec.at('rules').items) {
    const host = rule.at('host');
    if (isLooseAddress(host.text)) { host.report('format', `${shown(host.text)} is an IP address, and no name`); }
    host.named(hostName);
    const http = rule.at('http');
    if (http.exists) { http.at('paths').needed(); }
    http.at('paths').items.forEach(checkPath);
  }
  for (const tls of spec.at('tls').items) {
    tls.at('hosts').items.forEach(host => {
      if (hostName(host.text) !== undefined) { host.report('format', `${shown(host.text)} ${hostName(host.text)}`); }
    });
    tls.at('secretName').named(dnsSubdomain);
  }
  const className = spec.at('ingressClassName');
  if (className.exists) { className.neededNamed(dnsSubdomain); }
  const annotation = ingress.at('metadata', 'annotations', CLASS_ANNOTATION);
  if (annotation.exists && className.exists && annotation.text !== className.text) { annotation.report('object', 'this is another class than ingressClassName'); }
}

const hostName: NameRule = host => host.includes('*') && host.startsWith('*.') ? dnsSubdomain(host.slice(2)) : dnsSubdomain(host);

function checkPath(path: Place): void {
  const [type, text] = [path.at('pathType'), path.at('path')];
  if (!type.exists) { type.needed(); return; }
  type.oneOf('Exact', 'Prefix', 'ImplementationSpecific');
  const strict = type.text === 'Exact' || type.text === 'Prefix';
  if (!text.text.startsWith('/') && (strict || text.text !== '' && type.text === 'ImplementationSpecific')) {
    text.report('format', `${shown(text.text)} must be an absolute path`);
  }
  if (strict && (/\/\/|\/\.\/|\/\.\.\/|%2f|%2F/.test(text.text) || /\/\.{1,2}$/.test(text.text))) {
    text.report('format', `${shown(text.text)} holds what a path may not: '//', '/./', '/../' or '%2f'`);
  }
  checkBackend(path.at('backend'));
}

function checkBackend(backend: Place): void {
  const [resource, service] = [backend.at('resource'), backend.at('service')];
  if (resource.exists === service.exists) { backend.report('choice', 'a backend is either a service or a resource'); return; }
  if (resource.exists) {
    for (const field of ['kind', 'name']) { resource.at(field).neededNamed(pathSegment); }
    if (resource.at('apiGroup').exists) { resource.at('apiGroup').neededNamed(dnsSubdomain); }
    return;
  }
  service.at('name').neededNamed(dns1035Label);
  const [name, number] = [service.at('port', 'name'), service.at('port', 'number')];
  if ((name.text !== '') === (number.number !== 0)) {
    service.at('port').report('choice', 'a port has either a name or a number');
  } else if (name.text !== '') {
    name.named(portName);
  } else {
    checkPortNumber(number);
  }
}
