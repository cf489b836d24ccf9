/* The portfolio's search through all engagements; search.js asks it.

   An index of words says which engagements have them; it lies in search_all/, in pieces of which a
   query needs one or two. The records of the engagements that have most are then fetched, and
   searched as on their own sites; the others are named, each with a link into its own search.
   Pieces are scripts, so that a folder without a server is searched just the same. */
{
  const DETAILED = 5 // engagements whose pages are named
  const PAGES = 3 // of each of them
  const KEPT = 15 // engagements whose records stay in memory
  const NAMED = 3 // a word in a title or an id is worth so many in a text

  const script = (path) => new Promise((done, failed) => {
    const made = document.createElement("script")
    made.src = new URL(path, __md_scope)
    made.onload = () => done(made.remove())
    made.onerror = failed
    document.head.append(made)
  })

  const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign])

  /* The numbers of a set: as numbers, or as the bits of base64. */
  const members = (code) => {
    if (code[0] !== "=") return code ? code.split(" ").map(Number) : []
    const bytes = atob(code.slice(1)), found = []
    for (let at = 0; at < bytes.length; at++) {
      const bits = bytes.charCodeAt(at)
      for (let bit = 0; bit < 8; bit++) if (bits >> bit & 1) found.push(at * 8 + bit)
    }
    return found
  }

  class Piece {
    constructor(text) {
      const rows = text.split("\n").map((line) => line.split("|"))
      this.words = rows.map((row) => row[0])
      this.codes = rows.map((row) => row.slice(1))
    }

    /* Where the words that are this one, or begin with it, stand: from, to. */
    span(word, begun) {
      const first = lowest(this.words, word)
      let last = first
      while (last < this.words.length && (begun ? this.words[last].startsWith(word) : this.words[last] === word)) last++
      return [first, last]
    }
  }

  const lowest = (sorted, word) => {
    let from = 0, to = sorted.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (sorted[middle] < word) from = middle + 1
      else to = middle
    }
    return from
  }

  class Everywhere {
    constructor() {
      this.pieces = new Map()
      this.known = new Map()
      this.texts = new Map()
      window.__engagements = (all) => (this.all = all)
      window.__words = (number, text) => this.texts.set(number, text)
    }

    ready() {
      this.coming ||= script("search_all/engagements.js").catch(() => (this.coming = null))
      return this.coming
    }

    piece(number) {
      if (!this.pieces.has(number)) {
        const made = script(`search_all/words-${number}.js`).then(() => new Piece(this.texts.get(number)))
        made.catch(() => this.pieces.delete(number))
        this.pieces.set(number, made)
      }
      return this.pieces.get(number)
    }

    /* The pieces that hold a word and all that begin with it. */
    async around(word) {
      const { from } = this.all
      const first = Math.max(lowest(from, word) - (from[lowest(from, word)] === word ? 0 : 1), 0)
      let last = first + 1
      while (last < from.length && from[last].startsWith(word)) last++
      return Promise.all([...Array(last - first).keys()].map((at) => this.piece(first + at)))
    }

    /* What a word is worth to each engagement that has it, by number. */
    async worths(word, begun, slips) {
      const found = new Map()
      const pieces = await this.around(word)
      const take = (piece, first, last) => {
        for (let at = first; at < last; at++) {
          const whole = piece.words[at] === word ? 1 : 0.6
          piece.codes[at].forEach((code, named) => members(code).forEach((number) => {
            found.set(number, Math.max(found.get(number) || 0, (named ? NAMED : 1) * whole))
          }))
        }
      }
      for (const piece of pieces) take(piece, ...piece.span(word, begun))
      if (found.size || word.length < 4 || /\d/.test(word)) return found
      const stem = word.slice(0, Math.max(word.length - 2, 5))
      for (const piece of pieces) take(piece, ...piece.span(stem, true))
      if (found.size) return found
      const allowed = word.length < 8 ? 1 : 2
      for (const piece of pieces) {
        piece.words.forEach((other, at) => {
          if (Math.abs(other.length - word.length) <= allowed && slips(word, other) <= allowed) take(piece, at, at + 1)
        })
      }
      return found
    }

    /* The numbers of the engagements that have all words, or most of them where none has all. */
    async ranked(parts, slips) {
      const words = parts.flatMap((part) => part.words.map((word, at) =>
        [word, at === part.words.length - 1 && word.length > 1 && part.begun !== part.whole]))
      const each = await Promise.all(words.map(([word, begun]) => this.worths(word, begun, slips)))
      const sums = new Map()
      for (const worths of each) {
        for (const [number, worth] of worths) {
          const [has, sum] = sums.get(number) || [0, 0]
          sums.set(number, [has + 1, sum + worth])
        }
      }
      const most = Math.max(0, ...[...sums.values()].map(([has]) => has))
      return [...sums].filter(([, [has]]) => has === most)
        .sort(([one, [, less]], [other, [, more]]) => more - less || one - other).map(([number]) => number)
    }

    async records(number, Records) {
      const [slug, name] = this.all.names[number]
      let found = this.known.get(number)
      if (!found) {
        await script(`${slug}/search/records.js`)
        found = new Records(__records, `${slug}/`, escaped(name))
      }
      this.known.delete(number)
      this.known.set(number, found)
      if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value)
      return found
    }

    async answer(query, { partsOf, slips, Records, stays }) {
      await this.ready()
      if (!this.all) return null
      const numbers = await this.ranked(partsOf(query), slips)
      const items = []
      for (const number of numbers.slice(0, DETAILED)) {
        if (!stays()) return null
        const { items: pages } = (await this.records(number, Records)).answer(query)
        items.push(...pages.slice(0, PAGES))
      }
      const others = numbers.slice(DETAILED).map((number) => {
        const [slug, name] = this.all.names[number]
        const location = `${slug}/index.html?q=${encodeURIComponent(query.trim())}`
        return [{ location, title: escaped(name), text: "Has these words too: look in its own search.", score: 1, terms: {} }]
      })
      return { items, others }
    }
  }

  window.__everywhere = new Everywhere()
}
