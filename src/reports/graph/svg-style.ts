/** Colours that are told apart by contrast as well: text on its ground has more than 4.5 to 1 in both. */
export const LIGHT = '--page:#fff;--ground:#fff;--text:#1f2328;--faint:#57606a;--box:#f6f8fa;--service:#eaeef2;--line:#8c959f;--access:#0550ae;--entry:#6639ba;--route:#57606a;--egress:#953800;--class:#fff8c5;--gateway:#ddf4ff;--added:#1a7f37;--removed:#cf222e;';
export const DARK = '--page:#0d1117;--ground:#161b22;--text:#e6edf3;--faint:#9da7b3;--box:#131922;--service:#1c2430;--line:#6e7681;--access:#79c0ff;--entry:#d2a8ff;--route:#9da7b3;--egress:#ffa657;--class:#332b00;--gateway:#0c2d46;--added:#3fb950;--removed:#ff7b72;';

/** Of what is drawn. */
export const pictureStyle = [
  '.page{fill:var(--page)}',
  'text{fill:var(--text)}',
  '.namespace rect{fill:var(--box);stroke:var(--line)}.namespace text,.service text{font-weight:600}',
  '.service rect{fill:var(--service);stroke:var(--line)}',
  '.item rect{fill:var(--ground);stroke:var(--line)}.item.anchor rect{stroke-dasharray:3 3}.item.class rect,.item.clients rect{fill:var(--class)}',
  '.item.gateway rect{fill:var(--gateway);stroke-width:2}.item.external rect{stroke:var(--egress);stroke-width:2}',
  '.link path{fill:none;stroke:var(--access);stroke-width:1.5}.head{fill:context-stroke;stroke:none}',
  '.link.entry path{stroke:var(--entry);stroke-width:2.5}.link.route path{stroke:var(--route);stroke-dasharray:2 4}',
  '.link.egress path{stroke:var(--egress);stroke-dasharray:6 4}.link.perhaps path{stroke-dasharray:6 4}.crowd path{stroke-opacity:.4}',
  '.label text{text-anchor:middle;font-size:11px;fill:var(--access)}.label rect{fill:var(--page);fill-opacity:.85}',
  '.label.entry text{fill:var(--entry)}.label.route text{fill:var(--route)}.label.egress text{fill:var(--egress)}',
  '.item.added rect{stroke:var(--added);stroke-width:2.5}.link.added path{stroke:var(--added);stroke-width:2.5;stroke-opacity:1}.label.added text{fill:var(--added)}',
  '.item.removed rect{stroke:var(--removed);stroke-width:2.5}.link.removed path{stroke:var(--removed);stroke-width:2.5;stroke-opacity:1}.label.removed text{fill:var(--removed)}',
].join('');

/** Of a picture of its own. */
export const svgStyle = `svg{${LIGHT}font:12px/1 ui-sans-serif,system-ui,sans-serif}@media (prefers-color-scheme:dark){svg{${DARK}}}${pictureStyle}`;
