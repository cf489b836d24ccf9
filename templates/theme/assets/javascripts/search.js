/* The site's own search, behind the messages by which the theme talks to its search worker.

   A query is words and identifiers, parted by spaces; each may be the beginning of a word, and an
   identifier (A.8.24, RB-03, 30(2)(a)) is found as it stands, not by its pieces. What is named so
   comes before what only speaks of it. Every one of them must be there; if nothing has them all,
   what has most comes first. A word that is nowhere is taken for a slip of the nearest one. */
{
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
  const NAMED = 10, NAME_BEGUN = 6, SAID = 3, SAID_BEGUN = 2, ON_PAGE = 1
  const IS_CODE = 40, IS_TITLE = 20, PHRASE_NAMED = 8, PHRASE_SAID = 4, COVERED = 6, PAGE = 1.5
  const COMMON = 0.4 // a word in more of the records than this may be absent
  const EXCERPT = 240
  const SHOWN = 3 // the records of a page that stand open
  const PAUSE = 120 // ms after the last key, before other sites are looked at

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
  const plain = (html) => html.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity])
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  const split = (text) => bare(text).match(/[\p{L}\p{N}]+/gu) || []
  const join = (words) => ` ${words.join(" ")} `

  /* A record with its names (title, id, anchor), what it says, and its page's title, as words. */
  const prepared = (doc, pages) => {
    const [path, anchor] = doc.location.split("#")
    const codes = (doc.tags || []).map(plain)
    const page = pages.get(path) || doc
    const address = anchor || path.replace(/\.html$/, "")
    const names = [plain(doc.title), ...codes, address].map(split)
    return {
      doc,
      page,
      codes: codes.map(bare),
      title: join(names[0]),
      names: names.map(join).join("|"),
      own: new Set(names.flat()),
      text: join(split(plain(doc.text))),
      around: page === doc ? "" : join(split(plain(page.title))),
    }
  }

  /* A part of a query: one word, or the words of an identifier. Numbers alone are never begun. */
  const partOf = (words) => {
    const whole = join(words)
    const one = words.length === 1 ? words[0] : ""
    const singular = one.length > 3 && one.endsWith("s") ? ` ${one.slice(0, -1)} ` : whole
    return { words, whole, singular, begun: /^\d*$/.test(one) && one ? whole : whole.slice(0, -1) }
  }

  const partsOf = (query) => query.split(/\s+/).map(split).filter((words) => words.length).map(partOf)

  const found = (part, text) =>
    text.includes(part.whole) || text.includes(part.singular) ? 2 : text.includes(part.begun) ? 1 : 0

  const worth = (part, record) => {
    const named = found(part, record.names)
    if (named) return named === 2 ? NAMED : NAME_BEGUN
    const said = found(part, record.text)
    if (said) return said === 2 ? SAID : SAID_BEGUN
    return found(part, record.around) ? ON_PAGE : 0
  }

  /* How near one word is to another: the letters to add, drop, change or swap. */
  const slips = (one, other) => {
    let before = [], last = [...Array(other.length + 1).keys()]
    for (let i = 1; i <= one.length; i++) {
      const row = [i]
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1]
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1)
        }
      }
      before = last
      last = row
    }
    return last[other.length]
  }

  /* A script, because a folder without a server has nothing that could be fetched. */
  const records = () => new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = new URL("search/records.js", __md_scope)
    script.onload = () => done(__records)
    script.onerror = failed
    document.head.append(script)
  })

  /* What can be found in one site. ``at`` leads to it from here, ``of`` says whose it is. */
  class Records {
    constructor(docs, at = "", of = "") {
      Object.assign(this, { at, of })
      const pages = new Map()
      for (const doc of docs) if (!doc.location.includes("#")) pages.set(doc.location, doc)
      this.records = docs.map((doc) => prepared(doc, pages))
    }

    /* How often each word is used, read when a word is found nowhere. */
    get vocabulary() {
      if (!this.used) {
        this.used = new Map()
        for (const { names, text } of this.records) {
          for (const word of split(names + text)) this.used.set(word, (this.used.get(word) || 0) + 1)
        }
      }
      return this.used
    }

    /* The part; where it is nowhere, its stem (escalate, escalation) or the nearest word in use. */
    mended(part) {
      const known = (one) => this.records.some((record) => worth(one, record))
      const [word] = part.words
      if (part.words.length > 1 || word.length < 4 || /\d/.test(word) || known(part)) return part
      const stem = word.slice(0, Math.max(word.length - 2, 5))
      const root = { ...part, words: [stem], begun: ` ${stem}` }
      if (known(root)) return root
      const allowed = word.length < 8 ? 1 : 2
      let best = null
      for (const [other, count] of this.vocabulary) {
        if (Math.abs(other.length - word.length) > allowed) continue
        const apart = slips(word, other)
        if (apart > allowed) continue
        if (!best || apart < best.apart || (apart === best.apart && count > best.count)) {
          best = { other, apart, count }
        }
      }
      return best ? partOf([best.other]) : part
    }

    /* The pages with what is found on each, the best first; whether all words are as they stand. */
    answer(query) {
      const asked = partsOf(query)
      const parts = asked.map((part) => this.mended(part))
      const hits = parts.length ? this.hits(parts, bare(query).trim()) : []
      const groups = new Map()
      for (const hit of hits) {
        const group = groups.get(hit.record.page) || []
        groups.set(hit.record.page, [...group, hit])
      }
      const items = [...groups].map(([page, group]) => this.group(page, group, parts))
      return { items, literal: parts.every((part, at) => part === asked[at]) }
    }

    /* The records that have every part, or most of them where none has all: best first. */
    hits(parts, query) {
      const worths = parts.map((part) => this.records.map((record) => worth(part, record)))
      const rare = worths.map((all) => 1 - all.filter(Boolean).length / this.records.length)
      const phrase = { ...partOf(parts.flatMap((part) => part.words)), query }
      const hits = this.records.map((record, at) => {
        const each = worths.map((all) => all[at])
        const has = each.filter((value, i) => value && rare[i] >= 1 - COMMON).length
        const sum = each.reduce((total, value, i) => total + value * Math.max(rare[i], 0.1), 0)
        return { record, each, has, score: sum && sum + this.bonus(record, parts, phrase, each) }
      })
      const most = Math.max(...hits.map((hit) => hit.has))
      const best = hits.filter((hit) => hit.score && hit.has === most)
      return best.sort((one, other) => other.score - one.score)
    }

    bonus(record, parts, phrase, each) {
      const words = parts.flatMap((part, i) => (each[i] >= NAME_BEGUN ? part.words : []))
      const covered = new Set(words).size / record.own.size
      const named = record.names.includes(phrase.whole)
      return (
        (record.codes.includes(phrase.query) ? IS_CODE : 0) +
        (record.title === phrase.whole ? IS_TITLE : 0) +
        (named ? PHRASE_NAMED * covered : record.text.includes(phrase.whole) ? PHRASE_SAID : 0) +
        COVERED * covered +
        (record.doc === record.page && words.length ? PAGE : 0) +
        1 / (1 + record.text.length / 500)
      )
    }

    /* A page's hits in the theme's form; those of one score stand open, the others below "more". */
    group(page, hits, parts) {
      const best = hits[0].score
      const items = hits.map((hit, at) => ({
        ...this.marked(hit.record.doc, parts),
        score: at < SHOWN && hit.score > best * 0.75 ? best : Math.min(hit.score, best * 0.75),
        terms: Object.fromEntries(parts.map((part, i) => [part.words.join(" "), !!hit.each[i]])),
      }))
      const own = hits.some((hit) => hit.record.doc === page)
      return own ? items : [...items, { ...this.placed(page), score: 0, terms: {} }]
    }

    /* A record as it is seen from here; a page says whose it is. */
    placed(doc) {
      const whose = this.of && !doc.location.includes("#") ? `${this.of} · ` : ""
      return { ...doc, location: this.at + doc.location, title: whose + doc.title }
    }

    marked(doc, parts) {
      const gap = "[^\\p{L}\\p{N}<>]+"
      const end = "(?![\\p{L}\\p{N}])"
      const one = ({ words, whole, begun }) => words.join(gap) + (begun === whole ? end : "")
      const every = parts.map(one).join("|")
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}&])(?:${every})`, "giu")
      const mark = (text) => text.replace(pattern, "<mark>$&</mark>")
      const tags = doc.tags && doc.tags.map(mark)
      const text = mark(excerpt(doc.text, pattern))
      return this.placed({ ...doc, ...(tags && { tags }), title: mark(doc.title), text })
    }
  }

  /* As much of a text as a result has room for, from a little before the first word found. */
  const excerpt = (text, pattern) => {
    if (text.length <= EXCERPT) return text
    const at = Math.max(text.search(pattern), 0)
    const from = at < EXCERPT / 2 ? 0 : text.lastIndexOf(" ", at - 60) + 1
    const to = text.indexOf(" ", from + EXCERPT)
    return (from ? "… " : "") + text.slice(from, to < 0 ? undefined : to) + (to < 0 ? "" : " …")
  }

  class Search extends EventTarget {
    constructor() {
      super()
      document.addEventListener("focusin", ({ target }) => {
        if (target.matches("[data-md-component=search-query]")) this.ready()
      })
    }

    postMessage({ type, data }) {
      if (type === SETUP) this.say(READY)
      if (type !== QUERY) return
      this.query = data
      const known = split(data).length ? this.ready() : this.coming || Promise.resolve()
      known.then(() => this.tell(data))
    }

    /* The records come when somebody is about to search: pages load without them. */
    ready() {
      this.own ||= new Records([])
      this.coming ||= records().then((docs) => (this.own = new Records(docs)), () => {
        this.coming = null // the next query tries again
      })
      window.__everywhere?.ready()
      return this.coming
    }

    terminate() {}

    say(type, data) {
      setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data: { type, data } })))
    }

    /* What this site has at once; of the others, from the portfolio, when the typing pauses. */
    tell(query) {
      const own = this.own ? this.own.answer(query) : { items: [], literal: true }
      const suggest = [] // completions, which the theme asks for where a project wants them
      this.say(RESULT, { suggest, items: own.items })
      clearTimeout(this.pause)
      if (!window.__everywhere || !split(query).length) return
      const stays = () => query === this.query && document.activeElement?.name === "query"
      this.pause = setTimeout(async () => {
        const theirs = await window.__everywhere.answer(query, { partsOf, slips, Records, stays })
        if (!theirs || !stays()) return
        const best = ([first]) => first.score * (own.items.some((group) => group[0] === first) && !own.literal ? 0.1 : 1)
        const items = [...own.items, ...theirs.items].sort((one, other) => best(other) - best(one))
        this.say(RESULT, { suggest, items: [...items, ...theirs.others] })
      }, PAUSE)
    }
  }

  const Stock = window.Worker
  window.Worker = function (url, options) {
    return String(url).includes("/workers/search.") ? new Search() : new Stock(url, options)
  }
}
