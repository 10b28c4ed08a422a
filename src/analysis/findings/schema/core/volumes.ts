import { checkField, checkResourceField } from './environment';
import type { Place } from './place';
import { checkDescending } from './security-context';
import { checkVolumeClaimSpec } from './volume-claim';
import { dnsLabel, dnsSubdomain } from '../formats/names';
import { quantityOf } from '../formats/quantity';
import { shown } from '../problems';

const LARGEST_MODE = 0o777;
const FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'];

/** Checks volumes, and returns the names of those that containers can mount. */
export function checkVolumes(volumes: Place): ReadonlySet<string> {
  volumes.distinct(volume => volume.at('name'));
  for (const volume of volumes.items) {
    volume.at('name').neededNamed(dnsLabel);
    const kinds = volume.keys.filter(key => key !== 'name' && volume.at(key).exists);
    if (kinds.length > 1) { volume.report('choice', `at most one of ${kinds.join(' and ')} may be set`); }
    kinds.forEach(kind => checkSource(kind, volume.at(kind)));
  }
  return new Set(volumes.items.map(volume => volume.at('name').text));
}

function checkSource(kind: string, source: Place): void {
  switch (kind) {
    case 'emptyDir':
      if ((quantityOf(source.at('sizeLimit').value ?? 0) ?? 0) < 0) { source.at('sizeLimit').report('bounds', 'this is less than 0'); }
      return;
    case 'hostPath':
      if (source.at('path').needed() && source.at('path').text.split('/').includes('..')) { source.at('path').report('format', 'this must not lead up'); }
      source.at('type').oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice');
      return;
    case 'secret': case 'configMap':
      source.at(kind === 'secret' ? 'secretName' : 'name').needed();
      source.at('defaultMode').between(0, LARGEST_MODE);
      source.at('items').items.forEach(checkItem);
      return;
    case 'persistentVolumeClaim': source.at('claimName').needed(); return;
    case 'downwardAPI': checkDownward(source); return;
    case 'projected': checkProjected(source); return;
    case 'csi':
      source.at('driver').neededNamed(dnsSubdomain);
      return;
    case 'ephemeral':
      if (!source.at('volumeClaimTemplate').exists) { source.at('volumeClaimTemplate').needed(); } else { checkVolumeClaimSpec(source.at('volumeClaimTemplate', 'spec')); }
      return;
    case 'nfs':
      source.at('server').needed();
      if (source.at('path').needed() && !source.at('path').text.startsWith('/')) { source.at('path').report('format', 'this must be an absolute path'); }
  }
}

function checkItem(item: Place): void {
  item.at('key').needed();
  if (item.at('path').needed()) { checkFile(item.at('path')); }
  item.at('mode').between(0, LARGEST_MODE);
}

function checkFile(path: Place): void {
  checkDescending(path);
  if (/^\.\.[^/]/.test(path.text)) { path.report('format', `${shown(path.text)} must not begin with '..'`); }
}

function checkDownward(source: Place): void {
  source.at('defaultMode').between(0, LARGEST_MODE);
  for (const item of source.at('items').items) {
    if (item.at('path').needed()) { checkFile(item.at('path')); }
    const [field, resource] = [item.at('fieldRef'), item.at('resourceFieldRef')];
    if (field.exists) { checkField(field, FIELDS); } else if (!resource.exists) { item.report('required', 'this needs a fieldRef or a resourceFieldRef'); }
    if (resource.exists) {
      if (field.exists) { item.report('choice', 'fieldRef and resourceFieldRef exclude each other'); }
      resource.at('containerName').needed();
      checkResourceField(resource);
    }
    item.at('mode').between(0, LARGEST_MODE);
  }
}

function checkProjected(source: Place): void {
  source.at('defaultMode').between(0, LARGEST_MODE);
  for (const one of source.at('sources').items) {
    const kinds = one.keys.filter(kind => one.at(kind).exists);
    if (kinds.length > 1) { one.report('choice', `at most one of ${kinds.join(' and ')} may be set`); }
    for (const kind of ['secret', 'configMap']) {
      if (!one.at(kind).exists) { continue; }
      one.at(kind, 'name').needed();
      one.at(kind, 'items').items.forEach(checkItem);
    }
    if (one.at('downwardAPI').exists) { checkDownward(one.at('downwardAPI')); }
    const token = one.at('serviceAccountToken');
    if (token.exists) {
      token.at('expirationSeconds').between(600, 2 ** 32);
      if (token.at('path').needed()) { checkFile(token.at('path')); }
    }
  }
  const paths = source.at('sources').items.flatMap(one => ['secret', 'configMap', 'downwardAPI'].flatMap(kind => one.at(kind, 'items').items)).map(item => item.at('path'));
  for (const [i, path] of paths.entries()) {
    if (path.text !== '' && paths.slice(0, i).some(({ text }) => text === path.text)) { path.report('duplicate', `${shown(path.text)} is there twice`); }
  }
}

