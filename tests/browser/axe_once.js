// Runs axe on the page, and measures the contrast of each look that a text has once, over all pages.
//
// Contrast follows from a text's own colour and size and from what is painted beneath it. The second is known from
// what holds the text, as long as nothing else is painted where the text stands and the text stands within all that
// holds it. Such a text is plain: its look says all, and what passed before passes again.
//
// In a page's second width axe's other rules can only differ by what is shown, by links' looks, and by what scrolls.
// The frame folds there on every page alike: that is looked at whole once for each way it folds.
//
// Takes what passed so far, a line each, and whether the page was looked at before, in another width.
// Returns {faults: [{id, impact, help, where}], passed: [line, ...]}, or null where the page has no axe.
async ([known, again]) => {
  if (!window.axe) return null;
  const passed = new Set(known.split('\n'));
  const PICTURES = 'img, svg, canvas, video, iframe, object, embed';
  const FIELDS = 'input:not([type=hidden]), select, textarea';
  const FRAME = '#krds-skip-link, .masthead, .site-header, .site-footer';
  const STRIP = 200, FEW = 3;

  const PAINT = {
    backgroundColor: 'rgba(0, 0, 0, 0)', backgroundImage: 'none', backgroundClip: 'border-box', opacity: '1',
    filter: 'none', backdropFilter: 'none', mixBlendMode: 'normal', maskImage: 'none', clipPath: 'none',
  };
  const isClear = colour => colour.endsWith(', 0)');
  const paintOf = style => Object.keys(PAINT).map(name => (isClear(style[name]) ? PAINT[name] : style[name])).join();
  const nothing = Object.values(PAINT).join();
  const paints = (node, style) =>
    !isClear(style.backgroundColor) || style.backgroundImage !== 'none' || node.matches(PICTURES);
  const inkOf = style => [
    style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextFillColor,
    style.webkitTextStrokeColor, style.webkitTextStrokeWidth,
  ].join();
  // How words for screen readers alone are kept from the eye.
  const clipOf = style => {
    const clipped = style.position === 'absolute' && style.overflow === 'hidden' && style.width === '1px' &&
      style.height === '1px';
    return clipped ? `clipped ${style.clip} ${style.clipPath} ` : '';
  };

  // Where the node's own words stand; a field shows its value anywhere in itself.
  const boxesOf = node => {
    if (node.matches(FIELDS)) return [node.getBoundingClientRect()];
    const range = document.createRange(), found = [];
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE || !child.data.trim()) continue;
      range.selectNode(child);
      found.push(...range.getClientRects());
    }
    return found;
  };
  const stripsOf = box => {
    const first = Math.floor(box.top / STRIP), last = Math.floor(box.bottom / STRIP);
    return Array.from({length: last - first + 1}, (_, index) => first + index);
  };

  const held = new Map(), painted = new Map(), shapes = new Map(), texts = [];
  let scrolls = false;
  for (const node of document.querySelectorAll('*')) {
    const style = getComputedStyle(node), seen = node.checkVisibility({visibilityProperty: true});
    const link = [style.color, style.textDecorationLine, style.borderBottomWidth, style.fontWeight, style.display];
    shapes.set(node, [seen, ...(node.matches('a') ? link : [])].join());
    const above = held.get(node.parentElement) || {ground: '', clip: '', boxes: []};
    const paint = paintOf(style), own = {...above, clip: above.clip || clipOf(style)};
    held.set(node, own);
    if (paint !== nothing) own.ground = `${above.ground}${paint}/`;
    if (!seen) continue;
    scrolls ||= !node.matches('html, body') && [style.overflowX, style.overflowY].some(each => each === 'auto' || each === 'scroll') &&
      (node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight);
    // The ground of the whole page has no edge.
    if (!own.clip && node.parentElement && node !== document.body && paints(node, style)) {
      const box = node.getBoundingClientRect();
      own.boxes = [...above.boxes, box];
      for (const strip of stripsOf(box)) {
        if (!painted.has(strip)) painted.set(strip, []);
        painted.get(strip).push({node, box});
      }
    }
    const boxes = boxesOf(node);
    if (boxes.length) texts.push({node, boxes, look: own.clip + own.ground + inkOf(style)});
  }

  const within = (box, outer) =>
    box.left >= outer.left - 1 && box.right <= outer.right + 1 && box.top >= outer.top - 1 &&
    box.bottom <= outer.bottom + 1;
  const meets = (box, other) =>
    box.left < other.right - 1 && box.right > other.left + 1 && box.top < other.bottom - 1 &&
    box.bottom > other.top + 1;
  const isPlain = (node, box) =>
    held.get(node).boxes.every(outer => within(box, outer)) &&
    stripsOf(box).every(strip =>
      (painted.get(strip) || []).every(other => !meets(box, other.box) || other.node.contains(node)));
  const looks = new Map();
  for (const {node, boxes, look} of texts)
    if (held.get(node).clip || boxes.every(box => isPlain(node, box))) looks.set(node, look);

  // Of a look that is new only the first few are measured, and the rest if axe could not tell of these.
  const times = new Map();
  const spared = [...looks].filter(([, look]) => {
    times.set(look, (times.get(look) || 0) + 1);
    return passed.has(look) || times.get(look) > FEW;
  }).map(([node]) => node);

  const changed = [...shapes].filter(([node, shape]) => !window.shapes || window.shapes.get(node) !== shape);
  if (!again) window.shapes = shapes;
  const folds = again && changed.every(([node]) => node.closest(FRAME));
  const kinds = new Set(changed.map(([node]) => `${node.tagName}.${node.className} ${shapes.get(node).split(',')[0]}`));
  const fold = `folds ${[...kinds].sort().join(' ')}`.replace(/\s+/g, ' ');
  const asBefore = folds && passed.has(fold);
  if (asBefore && !scrolls && spared.length === texts.length) return {faults: [], passed: []};

  const told = (found, wanted) => found.any.some(({data}) => data && wanted(data));
  const looksOf = found => found.map(({node}) => looks.get(node.element)).filter(Boolean);
  // Taken as axe has them: its own reports work out a selector for everything that passed.
  axe.addReporter('once', (rules, options, callback) => {
    const {passes, violations, incomplete} = rules.find(rule => rule.id === 'color-contrast');
    const doubted = new Set([...violations, ...incomplete].map(({node}) => node.element));
    const unseen = [...looks].filter(([node]) => held.get(node).clip && !spared.includes(node) && !doubted.has(node));
    callback({
      faults: rules.filter(rule => rule.violations.length).map(({id, impact, help, violations: broken}) => (
        {id, impact, help, where: broken.slice(0, 5).map(({node}) => node.selector.join(' '))}
      )),
      passed: [
        ...looksOf(passes.filter(found => told(found, ({fgColor, bgColor}) => fgColor && bgColor))),
        // On a picture axe never tells, and never finds a fault.
        ...looksOf(incomplete.filter(found => told(found, ({messageKey}) => messageKey === 'bgImage'))),
        ...unseen.map(([, look]) => look),
      ],
    });
  });
  const look = async (left, options) => {
    for (const node of left) node.setAttribute('data-measured', '');
    axe.configure({rules: [{id: 'color-contrast', selector: '*:not([data-measured])'}]});
    try {
      return await axe.run({resultTypes: ['violations'], reporter: 'once', ...options});
    } finally {
      for (const node of left) node.removeAttribute('data-measured');
    }
  };
  const found = await look(spared, asBefore ? {runOnly: ['color-contrast', 'scrollable-region-focusable']} : {});
  const settled = new Set([...passed, ...found.passed]);
  const untold = new Set(spared.filter(node => !settled.has(looks.get(node))));
  if (untold.size) {
    const others = [...document.querySelectorAll('*')].filter(node => !untold.has(node));
    const rest = await look(others, {runOnly: ['color-contrast']});
    found.faults.push(...rest.faults);
    found.passed.push(...rest.passed);
  }
  if (folds && !asBefore && !found.faults.length) found.passed.push(fold);
  return {faults: found.faults, passed: [...new Set(found.passed)]};
}
