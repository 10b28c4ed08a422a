/** Colours that are told apart by contrast as well: text on its ground has more than 4.5 to 1 in both. */
export const LIGHT = '--page:#fff;--ground:#fff;--text:#1f2328;--faint:#57606a;--box:#f3f6fa;--service:#e6ebf1;--line:#737c87;--hair:#d0d7de;--access:#0550ae;--tcp:#0f6b62;--entry:#6639ba;--route:#57606a;--aside:#6e7781;--egress:#953800;--class:#fff8c5;--gateway:#ddf4ff;--added:#1a7f37;--removed:#cf222e;--denied:#cf222e;--unused:#8a5a00;--fault:#953800;--error:#cf222e;--warning:#8a5a00;--info:#0550ae;--on:#fff;';
export const DARK = '--page:#0d1117;--ground:#161b22;--text:#e6edf3;--faint:#9da7b3;--box:#11161d;--service:#1a212b;--line:#6e7681;--hair:#30363d;--access:#79c0ff;--tcp:#56d4c4;--entry:#d2a8ff;--route:#9da7b3;--aside:#8b949e;--egress:#ffa657;--class:#332b00;--gateway:#0c2d46;--added:#3fb950;--removed:#ff7b72;--denied:#ff7b72;--unused:#e3b341;--fault:#ffa657;--error:#ff7b72;--warning:#e3b341;--info:#79c0ff;--on:#0d1117;';

/** What colours a kind of link: its line, its arrow, and what is written on it. */
function coloured(name: string, colour: string): string {
  return `.link.${name} path{stroke:var(--${colour})}.label.${name} text{fill:var(--${colour})}.label.${name} .lock{fill:var(--${colour})}`;
}

/** Of what is drawn. */
export const pictureStyle = [
  '.page{fill:var(--page)}',
  'text{fill:var(--text)}',
  '.namespace rect{fill:var(--box);stroke:var(--hair)}.title>text{font-weight:600;paint-order:stroke;stroke-width:4px;stroke-linejoin:round}.namespace>text{stroke:var(--box)}.service>text{stroke:var(--service)}.large>text{font-size:24px}',
  '.service rect{fill:var(--service);stroke:var(--hair)}',
  '.item rect{fill:var(--ground);stroke:var(--line)}.item .first{font-weight:600}.item.anchor .first,.item.class .first,.item.clients .first{font-weight:400}',
  '.item.anchor rect{stroke-dasharray:3 3}.item.class rect,.item.clients rect{fill:var(--class)}.item .more{fill:var(--faint)}.item .fault{fill:var(--fault)}',
  '.item.gateway rect{fill:var(--gateway);stroke-width:2}.item.external rect{stroke:var(--egress);stroke-width:2}',
  '.link path{fill:none;stroke:var(--access);stroke-width:1.5}.head{fill:context-stroke;stroke:none}',
  '.label text{text-anchor:middle;font-size:11px;fill:var(--access)}.label rect{fill:var(--page);stroke:var(--hair)}.label .lock{fill:var(--access)}',
  coloured('tcp', 'tcp'), coloured('aside', 'aside'), coloured('entry', 'entry'), coloured('route', 'route'), coloured('egress', 'egress'),
  '.link.aside path{stroke-width:1}.link.entry path{stroke-width:2.5}.link.route path{stroke-dasharray:2 4}.link.egress path,.link.perhaps path{stroke-dasharray:6 4}',
  coloured('open', 'denied'), '.link.open.aside path{stroke:var(--aside)}.label.open.aside text,.label.open.aside .lock{fill:var(--aside)}',
  coloured('denied', 'denied'), '.link.denied path{stroke-dasharray:5 4;stroke-width:2}',
  coloured('marked', 'unused'), '.link.marked path{stroke-dasharray:1 5;stroke-width:3;stroke-linecap:round}',
  '.flow path{fill:none;stroke:var(--access);stroke-opacity:.28}.flow text{font-size:11px;fill:var(--access);text-anchor:middle}',
  coloured('added', 'added'), coloured('removed', 'removed'), '.link.added path,.link.removed path{stroke-width:2.5}',
  '.item.added rect{stroke:var(--added);stroke-width:2.5}.item.removed rect{stroke:var(--removed);stroke-width:2.5}',
  '.badge circle,.badge rect{stroke:var(--page);stroke-width:2}.badge text{fill:var(--on);font-size:11px;font-weight:700;text-anchor:middle}',
  ...['error', 'warning', 'info'].map(severity => `.badge.${severity} rect{fill:var(--${severity})}`),
  '.legend>g>text{font-size:11px;fill:var(--faint)}',
].join('');

/** Of a picture of its own. */
export const svgStyle = `svg{${LIGHT}font:12px/1 ui-sans-serif,system-ui,sans-serif}@media (prefers-color-scheme:dark){svg{${DARK}}}${pictureStyle}`;
