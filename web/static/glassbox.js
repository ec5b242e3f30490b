// @ts-check
/**
 * `<glassbox-lab>`: a figure that runs a protocol, in any page.
 *
 *     <script type="module" src="https://…/glassbox.js"></script>
 *     <glassbox-lab scenario="raft/leader-crash"><a href="https://…">What is shown without JavaScript</a></glassbox-lab>
 *
 * Nothing but this file is loaded before a figure comes near the viewport. Then its lab is: once per page, whatever the
 * number of figures. The figure itself is written in Rust; this file only brings it here and hands things through.
 */

/**
 * What a figure is told; all of it again whenever an attribute changes.
 * @typedef {object} Options
 * @property {string} [scenario] `raft/leader-crash`
 * @property {string} [story] text of that scenario, or of the one that `state` names; nothing if there is no such file
 * @property {string} [file] text of the scenario file that `src` names
 * @property {string} [state] a run link, `v1.…`; it comes before `scenario`
 * @property {string} [seed] a whole number below 2^64
 * @property {string} [start] where to begin: `608ms` or `step:4`
 * @property {string} [speed] simulated time for real time, as 0.02
 * @property {'en' | 'zh'} lang
 * @property {string} [ownLang] the element's own `lang`: a page in another language is no mistake, this may be one
 * @property {string} [theme] `auto`, `light` or `dark`
 * @property {string} [controls] `full`, `figure` or `none`
 * @property {string} [loading] `lazy`, `eager` or `click`
 * @property {boolean} autoplay
 * @property {string} shareBase the page that links lead to
 */

/**
 * A mounted figure, as the lab's WebAssembly module returns it.
 * @typedef {object} Figure
 * @property {(options: Options) => void} update
 * @property {() => string[]} notices what is wrong with attributes that were left out
 * @property {(visible: boolean) => void} setVisible
 * @property {() => void} [destroy]
 * @property {() => void} [free]
 */

const TAG = 'glassbox-lab';
/** Longest scenario file that is read, in characters. */
const MAX_FILE = 256 * 1024;
/** Attributes that are mirrored as text properties, by property. `lang` is every element's own. */
const TEXTS = {
  scenario: 'scenario', src: 'src', seed: 'seed', theme: 'theme', controls: 'controls', state: 'state',
  start: 'start', speed: 'speed', loading: 'loading', shareBase: 'share-base',
};

/**
 * How long a figure that was taken out of its page keeps its run, in milliseconds: it may be on its way to another place.
 * After that it is let go; if it comes back then, it begins anew.
 */
const KEPT_FOR = 60_000;
/** How much of a wrong value is repeated, in characters. */
const SHOWN = 32;

const WORDS = {
  en: {
    run: 'Run this figure',
    nothing: 'This figure does not say what to show. It needs a scenario, a file or a run link.',
    link: 'This run link cannot be read: it was cut off or altered.',
    version: 'This run link was made by another version of Glassbox, which writes links differently. It cannot be opened here.',
    name: 'There is no lab of this name. A scenario is named with its lab, as raft/leader-election.',
    file: 'The scenario file cannot be read.',
    story: 'The scenario could not be loaded: the connection failed.',
    share: 'Links of this figure cannot lead there: this is no address.',
    lab: 'This figure could not be loaded. The lab may not exist here, or the connection failed.',
    broke: 'This figure cannot be shown.',
    stays: 'The figure stays as it was:',
    gone: 'The figure was removed before this was done.',
  },
  zh: {
    run: '运行这个图',
    nothing: '这个图没有说明要显示什么：需要一个场景、一个场景文件，或一个运行链接。',
    link: '无法读取这个运行链接：内容不完整，或被改动过。',
    version: '这个运行链接由另一个版本的 Glassbox 生成，格式不同，在这里无法打开。',
    name: '没有这个名字的实验。场景名的写法如 raft/leader-election。',
    file: '无法读取场景文件。',
    story: '未能加载这个场景：网络出了问题。',
    share: '这个图的链接无法指向那里：这不是一个网址。',
    lab: '这个图未能加载：可能这里没有这个实验，也可能是网络出了问题。',
    broke: '这个图无法显示。',
    stays: '这个图保持原样：',
    gone: '这一步还没有执行，图就被移除了。',
  },
};

/** An error with words for the reader. */
class Trouble extends Error {
  /** @param {keyof typeof WORDS.en} word @param {string} [attribute] @param {string} [got] @param {unknown} [cause] */
  constructor(word, attribute, got = '', cause) {
    super(WORDS.en[word], { cause });
    this.word = word;
    this.got = attribute ? `${attribute}="${got.length > SHOWN ? `${got.slice(0, SHOWN)}…` : got}"` : '';
  }

  /** @param {'en' | 'zh'} lang */
  tell(lang) {
    return (this.got && (lang === 'zh' ? `${this.got}：` : `${this.got}: `)) + WORDS[lang][this.word];
  }
}

/** @param {string} path */
const here = (path) => new URL(path, import.meta.url);

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/**
 * Does a thing once per page; after a failure it may be tried again.
 * @template T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>}
 */
function once(key, make) {
  let promise = kept.get(key);
  if (!promise) {
    promise = make();
    kept.set(key, promise);
    promise.catch(() => kept.delete(key));
  }
  return promise;
}

/** @param {string | URL} url */
async function text(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.text();
}

/** A style sheet beside this file. @param {string} name */
const sheet = (name) => once(`${name}.css`, async () => new CSSStyleSheet().replace(await text(here(`./${name}.css`))));

/** The module of a lab, running. @param {string} name */
const lab = (name) => once(name, async () => {
  const module = await import(here(`./wasm/${name}.js`).href);
  await module.default({ module_or_path: here(`./wasm/${name}_bg.wasm`) });
  if (typeof module.mount !== 'function') throw new Error(`wasm/${name}.js cannot mount a figure`);
  return module;
});

/**
 * What a run link names: after `v1.`, in base64url, come the lab (a length and so many letters), the model's version (7
 * bits a byte), a 0 if a scenario follows, and its id. Reads no further.
 * @param {string} link
 */
function readLink(link) {
  const head = /^v1\.([\w-]{2,160})/.exec(link)?.[1] ?? '';
  try {
    const bytes = atob(head.slice(0, head.length - Number(head.length % 4 === 1)).replaceAll('-', '+').replaceAll('_', '/'));
    const text = (/** @type {number} */ at) => bytes.slice(at + 1, at + 1 + bytes.charCodeAt(at));
    const lab = text(0);
    if (lab && lab.length === bytes.charCodeAt(0)) {
      let at = 1 + lab.length;
      while (bytes.charCodeAt(at) >= 128) at += 1;
      return { lab, scenario: bytes.charCodeAt(at + 1) === 0 ? text(at + 2) : undefined };
    }
  } catch { /* not base64: as bad as any other */ }
  throw new Trouble(/^v(?!1\.)[0-9]{1,3}\./.test(link) ? 'version' : 'link', 'state', link);
}

/** The lab a run link names. @param {string} link */
export const labOfLink = (link) => readLink(link).lab;

/**
 * The text of a lab's scenario, a file beside this one; nothing if there is none of this name.
 * @param {Options} options
 */
function story({ state, file, scenario }) {
  const id = state ? readLink(state).scenario : file ? undefined : scenario;
  // It becomes part of an address.
  if (!id || !/^[a-z][a-z0-9]{0,15}\/[a-z0-9-]{1,48}$/.test(id)) return undefined;
  return once(`${id}.json`, async () => {
    const answer = await fetch(here(`./scenarios/${id}.json`));
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${answer.status} ${id}`);
    return answer.text();
  }).catch((cause) => { throw new Trouble('story', 'scenario', id, cause); });
}

/** The lab that these options ask for. @param {Options} options @param {string} [src] where the file is from */
function labOf({ state, file, scenario }, src) {
  let id = scenario;
  if (state) id = labOfLink(state);
  else if (file) {
    try { id = String(JSON.parse(file).id); } catch (cause) { throw new Trouble('file', src && 'src', src, cause); }
  }
  if (!id) throw new Trouble('nothing');
  const name = id.split('/')[0];
  // It becomes part of an address: letters and digits only.
  if (!/^[a-z][a-z0-9]{0,15}$/.test(name)) throw state ? new Trouble('link', 'state', state) : new Trouble('name', file ? 'id' : 'scenario', id);
  return name;
}

const base = new CSSStyleSheet();
base.replaceSync(`
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  .gb-run, .gb-trouble, .gb-notice {
    font: 600 0.9375rem/1.5 var(--sans, system-ui, sans-serif); padding: 0.625rem 1.25rem; margin: 0.5rem 0;
    border-radius: 4px; border: 1px solid; color: light-dark(#1f5bd1, #8db1ff); background: none;
  }
  .gb-run { min-height: 44px; cursor: pointer; }
  .gb-trouble { border: 0; border-inline-start: 3px solid; border-radius: 0; color: light-dark(#b34a00, #ff8f4d);
    background: light-dark(#fcebe0, #38200f); }
  .gb-notice { border: 0; border-inline-start: 3px solid; border-radius: 0; font-weight: 400; white-space: pre-line;
    padding-block: 0; color: light-dark(#4a4f57, #b9bfc8); }
  .gb-notice:not([hidden]) ~ .gb-place { min-height: 0; }
`);

/** Tells figures that they come near, and when they are on screen. */
const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  if (isIntersecting) /** @type {GlassboxLab} */ (target).load().catch(() => {});
}), { rootMargin: '200px' });
const seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  /** @type {GlassboxLab} */ (target).seen(isIntersecting);
}));

/**
 * The element. Attributes: scenario, src, state, seed, start, speed, lang, theme, controls, autoplay, loading, share-base.
 * Events, all bubbling: glassbox-ready, -event, -act, -answer, -error. Every method returns a promise, which waits until
 * the figure is there. If a method fails its promise is rejected, in the figure's language; -error is about the figure.
 */
export class GlassboxLab extends HTMLElement {
  static observedAttributes = [...Object.values(TEXTS).filter((name) => name !== 'loading'), 'lang', 'autoplay'];

  /** @type {ShadowRoot} */ #root;
  /** @type {HTMLSlotElement} */ #poster = document.createElement('slot');
  /** @type {HTMLButtonElement} */ #run = document.createElement('button');
  /** @type {HTMLParagraphElement} */ #trouble = document.createElement('p');
  /** @type {HTMLParagraphElement} */ #notice = document.createElement('p');
  /** @type {Promise<Figure> | undefined} */ #ready;
  /** @type {any} */ #figure;
  #lab = '';
  #visible = false;
  /** It was in a page once: before that, attributes are not changes. */
  #begun = false;
  #changed = false;
  /** When the figure has heard of them. @type {Promise<void>} */ #changing = Promise.resolve();
  /** The timer of a figure that is out of its page. @type {ReturnType<typeof setTimeout> | undefined} */ #leaves;
  /** Goes up when a figure is dropped: what was begun for an older one is then of no use. */
  #life = 0;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [base];
    this.#run.className = 'gb-run';
    this.#run.type = 'button';
    this.#run.hidden = true;
    this.#run.addEventListener('click', () => this.load().catch(() => {}));
    this.#trouble.className = 'gb-trouble';
    this.#trouble.setAttribute('role', 'alert');
    this.#trouble.setAttribute('part', 'trouble');
    this.#trouble.hidden = true;
    this.#notice.className = 'gb-notice';
    this.#notice.setAttribute('role', 'status');
    this.#notice.setAttribute('part', 'notice');
    this.#notice.hidden = true;
    this.#root.append(this.#poster, this.#run, this.#trouble, this.#notice);
  }

  connectedCallback() {
    for (const name of [...Object.keys(TEXTS), 'autoplay']) {
      if (!Object.hasOwn(this, name)) continue; // Set before this file was there.
      const value = /** @type {any} */ (this)[name];
      delete /** @type {any} */ (this)[name];
      /** @type {any} */ (this)[name] = value;
    }
    this.#begun = true;
    clearTimeout(this.#leaves);
    seen.observe(this);
    // What it is in may have another language, and attributes may have changed on the way.
    if (this.#ready) this.attributeChangedCallback();
    else this.#begin();
  }

  /** It rests where it is, as one that nobody sees. */
  disconnectedCallback() {
    near.unobserve(this);
    seen.unobserve(this);
    this.seen(false);
    clearTimeout(this.#leaves);
    this.#leaves = setTimeout(() => this.#drop(), KEPT_FOR);
  }

  attributeChangedCallback() {
    if (!this.#begun || this.#changed || !this.isConnected) return;
    this.#changed = true;
    this.#changing = Promise.resolve().then(async () => {
      this.#changed = false;
      if (this.#ready) await this.#update();
      else if (this.isConnected) this.#begin();
    });
  }

  /** True when the figure is there. */
  get mounted() { return this.#figure !== undefined; }

  /** Loads the figure now, without waiting until it is near. @returns {Promise<Figure>} */
  load() {
    near.unobserve(this);
    if (!this.#ready) {
      const life = ++this.#life;
      this.#ready = this.#mount(life).catch((error) => { throw this.#inWords(error); });
      this.#ready.catch((error) => { if (life === this.#life) this.#fail(error); });
    }
    return this.#ready;
  }

  /** Plays; rejected if nothing more happens by itself. */
  play() { return this.#call('play'); }
  pause() { return this.#call('pause'); }
  /** Goes `n` steps on, or back, at most to where the run ends or begins; rejected if nothing more happens by itself. */
  step(n = 1) { return this.#call('step', n); }
  /** Goes to a moment; rejected if it is not recorded yet. @param {number} ms of simulated time */
  seek(ms) { return this.#call('seek', ms); }
  reset() { return this.#call('reset'); }
  /** Does what a person could do; rejected with the reason if the lab refuses it then. @param {object | string} act */
  act(act) { return this.#call('act', typeof act === 'string' ? act : JSON.stringify(act)); }
  /** The run so far as a link, `v1.…`. @returns {Promise<string>} */
  snapshot() { return this.#call('snapshot'); }
  /** A picture as SVG text. @param {string} [kind] `stage` or `sequence` @returns {Promise<string>} */
  exportSvg(kind = 'stage') { return this.#call('exportSvg', kind); }
  /** Opens the panel with links, snippets and exports. */
  share() { return this.#open('share'); }
  /** Opens the list of keys. */
  keys() { return this.#open('keys'); }

  get autoplay() { return this.hasAttribute('autoplay'); }
  set autoplay(on) { this.toggleAttribute('autoplay', Boolean(on)); }

  /** @param {boolean} visible */
  seen(visible) {
    this.#visible = visible && this.isConnected;
    this.#figure?.setVisible(this.#visible);
  }

  /** Its own `lang`, if that is one of ours; else that of what it is in; else the reader's. @returns {'en' | 'zh'} */
  get #language() {
    const around = () => this.parentElement?.closest('[lang]:not([lang=""])')?.getAttribute('lang');
    const own = this.getAttribute('lang') ?? '';
    const asked = /^(en|zh)(-|$)/i.test(own) ? own : around() || navigator.language;
    return /^zh(-|$)/i.test(asked) ? 'zh' : 'en';
  }

  /** @param {boolean} [withStory] @returns {Promise<Options>} */
  async #options(withStory = true) {
    const given = (/** @type {string} */ name) => this.getAttribute(name) || undefined;
    const [share, src] = [given('share-base'), given('src')];
    /** @type {any} */
    const options = {
      scenario: given('scenario'), state: given('state'), seed: given('seed'), start: given('start'),
      speed: given('speed'),
      lang: this.#language, ownLang: given('lang'),
      loading: given('loading'),
      theme: given('theme'),
      controls: given('controls'),
      autoplay: this.autoplay,
      shareBase: here('./').href,
    };
    if (share) {
      try {
        const url = new URL(share, document.baseURI);
        // It becomes a link: not one that runs something.
        if (!['http:', 'https:', 'file:'].includes(url.protocol)) throw new Error(url.protocol);
        options.shareBase = url.href;
      } catch (cause) { throw new Trouble('share', 'share-base', share, cause); }
    }
    if (src && !options.state) {
      try {
        const url = new URL(src, document.baseURI);
        options.file = await once(url.href, () => text(url));
      } catch (cause) { throw new Trouble('file', 'src', src, cause); }
      if (options.file.length > MAX_FILE) throw new Trouble('file', 'src', src);
    }
    if (withStory) options.story = await story(options);
    return options;
  }

  /** Shows what is there without a figure, and loads as `loading` says. */
  #begin() {
    this.#trouble.hidden = true;
    this.#run.textContent = WORDS[this.#language].run;
    const loading = this.getAttribute('loading');
    this.#run.hidden = loading !== 'click';
    if (loading === 'eager') this.load().catch(() => {});
    else if (loading !== 'click') near.observe(this);
  }

  /** @param {number} life @returns {Promise<Figure>} */
  async #mount(life) {
    const first = await this.#options(false);
    const name = labOf(first, this.getAttribute('src') ?? undefined);
    // Beside the module; what comes of it is seen below.
    Promise.resolve(story(first)).catch(() => {});
    const [module, ...sheets] = await Promise.all([
      lab(name).catch((cause) => { throw new Trouble('lab', first.state || first.file ? undefined : 'scenario', first.scenario, cause); }),
      // A figure without its colours is still one.
      ...['tokens', 'player', name].map((it) => sheet(it).catch((why) => console.warn(TAG, why))),
    ]);
    // Attributes may have changed while it was loading.
    const options = await this.#options();
    if (life !== this.#life) throw new Trouble('gone');
    if (labOf(options, this.getAttribute('src') ?? undefined) !== name) return this.#mount(life);
    this.#root.adoptedStyleSheets = [base, ...sheets.filter((it) => it !== undefined)];
    this.#figure = module.mount(this.#root, this, options);
    this.#lab = name;
    this.#figure.setVisible(this.#visible);
    for (const it of [this.#poster, this.#run, this.#trouble]) it.hidden = true;
    this.#tellNotices();
    return this.#figure;
  }

  /** Hands the changed attributes on, once the figure is there. */
  async #update() {
    const life = this.#life;
    try {
      await this.#ready;
      const options = await this.#options();
      if (life !== this.#life) return;
      if (labOf(options, this.getAttribute('src') ?? undefined) === this.#lab) {
        this.#trouble.hidden = true;
        this.#figure.update(options);
        return this.#tellNotices();
      }
      this.#drop();
      this.#begin();
    } catch (error) {
      // The figure stays as it was; what is wrong with the attribute is said above it.
      if (life === this.#life) this.#say(error);
    }
  }

  /**
   * Calls are done in the order in which they were made, each after the attributes that were set before it: the figure
   * takes them up from a queue of its own and answers each when it was done.
   * @param {string} method @param {unknown[]} args @returns {Promise<any>}
   */
  async #call(method, ...args) {
    await this.#changing;
    try {
      const figure = /** @type {any} */ (await this.load());
      if (figure !== this.#figure) throw new Trouble('gone');
      return await figure[method](...args);
    } catch (error) {
      throw this.#inWords(error);
    }
  }

  /** Opens a panel, and brings the keyboard into it. @param {string} method */
  async #open(method) {
    await this.#call(method);
    await new Promise(requestAnimationFrame);
    /** @type {HTMLElement | null} */ (this.#root.querySelector('[role="dialog"] button'))?.focus();
  }

  /** Says what went wrong, above what was there before the figure. @param {unknown} error */
  #fail(error) {
    this.#drop();
    this.#say(error);
  }

  /** The error, in the figure's language. @param {unknown} error */
  #inWords(error) {
    if (error instanceof Trouble) error.message = error.tell(this.#language);
    return error;
  }

  /** @param {unknown} error */
  #say(error) {
    const broke = WORDS[this.#language][this.#figure ? 'stays' : 'broke'];
    const said = typeof error === 'string' ? error : error instanceof Error ? error.message : '';
    this.#inWords(error);
    const told = error instanceof Trouble ? error.message : said ? `${broke}${this.#language === 'zh' ? '' : ' '}${said}` : broke;
    this.#trouble.textContent = told;
    this.#trouble.hidden = false;
    console.error(TAG, error);
    this.#tell(told);
  }

  /** Says which attributes were left out; the page hears of each once, not again in another language. */
  #tellNotices() {
    /** @type {string[]} */
    const notices = this.#figure.notices();
    const told = this.#notice.hidden || this.#notice.lang === this.#language ? this.#notice.textContent.split('\n') : notices;
    this.#notice.textContent = notices.join('\n');
    this.#notice.lang = this.#language;
    this.#notice.hidden = notices.length === 0;
    for (const notice of notices.filter((it) => !told.includes(it))) {
      console.warn(TAG, notice);
      this.#tell(notice);
    }
  }

  /** @param {string} detail */
  #tell(detail) {
    this.dispatchEvent(new CustomEvent('glassbox-error', { bubbles: true, composed: true, detail }));
  }

  /** Takes the figure away; what was there before comes back. */
  #drop() {
    this.#life += 1;
    this.#ready = undefined;
    const figure = this.#figure;
    this.#figure = undefined;
    try {
      if (figure?.destroy) figure.destroy();
      else figure?.free?.();
    } catch (error) {
      console.error(TAG, error);
    }
    this.#notice.hidden = true;
    this.#notice.textContent = '';
    const own = /** @type {Node[]} */ ([this.#poster, this.#run, this.#trouble, this.#notice]);
    for (const node of [...this.#root.childNodes]) if (!own.includes(node)) node.remove();
    this.#root.adoptedStyleSheets = [base];
    this.#poster.hidden = false;
  }
}

for (const [property, attribute] of Object.entries(TEXTS)) {
  Object.defineProperty(GlassboxLab.prototype, property, {
    configurable: true,
    enumerable: true,
    get() { return this.getAttribute(attribute) ?? ''; },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}

// Faces declared inside a shadow root are not seen: quotes and dashes of Chinese text need theirs on the page. Only a
// face that is already installed is used; nothing is downloaded.
document.fonts?.add(new FontFace(
  'Glassbox Han punctuation',
  ['PingFang SC', 'PingFangSC-Regular', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC'].map((name) => `local("${name}")`).join(),
  { unicodeRange: 'U+2014, U+2018-2019, U+201C-201D, U+2026' },
));

if (!customElements.get(TAG)) customElements.define(TAG, GlassboxLab);
