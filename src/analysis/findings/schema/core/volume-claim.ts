import type { Place } from './place';
import { checkLabelSelector } from './selector';
import { dnsSubdomain } from '../formats/names';
import { quantityOf } from '../formats/quantity';
import { shown } from '../problems';

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

export function checkVolumeClaim(claim: Place): void {
  checkVolumeClaimSpec(claim.at('spec'));
}

export function checkVolumeClaimSpec(spec: Place): void {
  const modes = spec.at('accessModes');
  modes.needed();
  for (const mode of modes.items) {
    if (!MODES.includes(mode.text)) { mode.report('enum', `${shown(mode.text)} is none of ${MODES.join(', ')}`); }
  }
  if (modes.texts.includes('ReadWriteOncePod') && new Set(modes.texts).size > 1) { modes.report('choice', 'ReadWriteOncePod excludes other modes'); }
  checkLabelSelector(spec.at('selector'));
  const storage = spec.at('resources', 'requests', 'storage');
  if (!storage.exists) {
    storage.needed();
  } else if ((quantityOf(storage.value) ?? 0) <= 0) {
    storage.report('bounds', 'this must be more than 0');
  }
  spec.at('storageClassName').named(dnsSubdomain);
  spec.at('volumeMode').oneOf('Filesystem', 'Block');
}
