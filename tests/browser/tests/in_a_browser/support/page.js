// What every look into the page may use. Figures live in the open shadow roots of their elements.

const figures = () => [...document.querySelectorAll('glassbox-lab')];
const roots = () => [document, ...figures().map((it) => it.shadowRoot).filter(Boolean)];
const all = (css) => roots().flatMap((root) => [...root.querySelectorAll(css)]);
const seen = (it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().width > 0;
const one = (css) => all(css).find(seen);
const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const text = (it) => tidy(it.innerText ?? it.textContent);

/** What can be pressed and is called so: exactly, else in part. */
const named = (name) => {
  const every = all('button, a[href], summary, label, [role=button], [role=tab], [role=radio]').filter(seen);
  const names = (it) => [tidy(it.getAttribute('aria-label')), text(it)];
  return every.find((it) => names(it).includes(name)) ?? every.find((it) => names(it).some((own) => own.includes(name)));
};

/** After whatever was done has been drawn. */
const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

/** How a thing of the stage is called, and whether its button is the thing itself or a part of it. */
const called = (thing) => thing?.getAttribute('aria-label') ?? thing?.querySelector('[aria-label]')?.getAttribute('aria-label') ?? '';
