import { SIDECAR_ADMISSION_RULES } from './admission';
import { AMBIENT_SIDECAR } from './ambient-sidecar';
import { EGRESS_PROXY } from './egress-proxy';
import { HIDDEN_CALLEE } from './hidden-callee';
import { IMPORTS_NOTHING } from './imports-nothing';
import { OUTBOUND_WITHOUT_MODE } from './outbound-without-mode';
import { PORT_IMPORTS_NOTHING } from './port-imports-nothing';
import { PORTS_BEYOND } from './ports-beyond';
import { SELECTOR_IN_ROOT } from './selector-in-root';
import { SIDECAR_WITHOUT_PODS } from './selector-without-pods';
import { SEVERAL_FOR_ALL } from './several-for-all';
import { SEVERAL_FOR_ONE } from './several-for-one';
import type { Rule } from '../../rule';

export const SIDECAR_RULES: readonly Rule[] = [
  ...SIDECAR_ADMISSION_RULES,
  SEVERAL_FOR_ALL,
  SEVERAL_FOR_ONE,
  SIDECAR_WITHOUT_PODS,
  IMPORTS_NOTHING,
  SELECTOR_IN_ROOT,
  OUTBOUND_WITHOUT_MODE,
  AMBIENT_SIDECAR,
  EGRESS_PROXY,
  HIDDEN_CALLEE,
  PORTS_BEYOND,
  PORT_IMPORTS_NOTHING,
];
